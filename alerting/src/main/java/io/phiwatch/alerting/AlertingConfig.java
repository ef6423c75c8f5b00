package io.phiwatch.alerting;

import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.page.PagerConfig;

/**
 * Configuration of alerting.
 *
 * @param incidents what joins alerts to incidents
 * @param pages how pages are sent
 * @param duties what incidents oblige people to do
 */
public record AlertingConfig(IncidentPolicy incidents, PagerConfig pages, Duties duties) {
    /** With the duties in the jar. */
    public AlertingConfig(IncidentPolicy incidents, PagerConfig pages) {
        this(incidents, pages, Duties.bundled());
    }

    /** What is used where nothing is configured. */
    public static AlertingConfig defaults() {
        return new AlertingConfig(IncidentPolicy.defaults(), PagerConfig.defaults());
    }

    /** The same with other duties. */
    public AlertingConfig withDuties(Duties others) {
        return new AlertingConfig(incidents, pages, others);
    }
}
