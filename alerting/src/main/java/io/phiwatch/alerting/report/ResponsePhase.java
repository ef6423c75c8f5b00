package io.phiwatch.alerting.report;

import io.phiwatch.schema.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long the steps of a response took: detection from the first event on, the others from the opening on. */
public enum ResponsePhase {
    /** From the first event to the incident. */
    DETECT,
    /** From the incident until somebody took it up. */
    ACKNOWLEDGE,
    /** From the incident until nothing leaked any more. */
    CONTAIN,
    /** From the incident until it was dealt with. */
    RESOLVE;

    /** How long it took; empty where it has not come to that. */
    public Optional<Duration> of(Incident incident) {
        return switch (this) {
            case DETECT -> between(incident.getFirstEventTime(), incident.getOpenedAt());
            case ACKNOWLEDGE -> between(incident.getOpenedAt(), incident.getAcknowledgedAt());
            case CONTAIN -> between(incident.getOpenedAt(), incident.getContainedAt());
            case RESOLVE -> between(incident.getOpenedAt(), incident.getResolvedAt());
        };
    }

    private static Optional<Duration> between(Instant from, @Nullable Instant to) {
        if (to == null) {
            return Optional.empty();
        }
        Duration took = Duration.between(from, to);
        // clocks of sources may be ahead
        return Optional.of(took.isNegative() ? Duration.ZERO : took);
    }

    /** Its name in metrics and in JSON. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
