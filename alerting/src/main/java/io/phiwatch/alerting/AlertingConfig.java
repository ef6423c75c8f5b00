package io.phiwatch.alerting;

import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.page.PagerConfig;

/**
 * Configuration of alerting.
 *
 * @param incidents what joins alerts to incidents
 * @param pages how pages are sent
 */
public record AlertingConfig(IncidentPolicy incidents, PagerConfig pages) {
    /** What is used where nothing is configured. */
    public static AlertingConfig defaults() {
        return new AlertingConfig(IncidentPolicy.defaults(), PagerConfig.defaults());
    }
}
