package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Level;
import java.time.Duration;

/**
 * What joins alerts to incidents, and when somebody is paged.
 *
 * @param quietAfter an incident takes in new alerts until none has come for this long
 * @param listedAlerts alerts that an incident lists one by one; of those beyond it only the first of each rule is listed,
 *     the others are counted in one further line and stand in the evidence
 * @param sourcesPerEntry source references that one evidence entry carries at most
 * @param pageFrom lowest level that pages somebody
 * @param breadth when many small things are a large one
 */
public record IncidentPolicy(
        Duration quietAfter, int listedAlerts, int sourcesPerEntry, Level pageFrom, Breadth breadth) {
    public IncidentPolicy {
        if (!quietAfter.isPositive()) {
            throw new IllegalArgumentException("quiet_after: must be > 0");
        }
        if (listedAlerts < 1) {
            throw new IllegalArgumentException("listed_alerts: must be > 0");
        }
        if (sourcesPerEntry < 1) {
            throw new IllegalArgumentException("sources_per_entry: must be > 0");
        }
    }

    /** With the breadth that is used where nothing is configured. */
    public IncidentPolicy(Duration quietAfter, int listedAlerts, int sourcesPerEntry, Level pageFrom) {
        this(quietAfter, listedAlerts, sourcesPerEntry, pageFrom, Breadth.defaults());
    }

    /** 24 hours as in the design; lists and references bounded so that an incident stays under about 30 kB. */
    public static IncidentPolicy defaults() {
        return new IncidentPolicy(Duration.ofHours(24), 100, 50, Level.medium);
    }

    boolean pages(Level level) {
        return level.compareTo(pageFrom) >= 0;
    }
}
