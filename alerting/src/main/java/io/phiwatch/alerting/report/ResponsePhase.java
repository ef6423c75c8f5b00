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
    DETECT {
        @Override
        public Optional<Duration> of(Incident incident) {
            return between(incident.getFirstEventTime(), incident.getOpenedAt());
        }
    },
    /** From the incident until somebody took it up. */
    ACKNOWLEDGE {
        @Override
        public Optional<Duration> of(Incident incident) {
            return between(incident.getOpenedAt(), incident.getAcknowledgedAt());
        }
    },
    /** From the incident until nothing leaked any more. */
    CONTAIN {
        @Override
        public Optional<Duration> of(Incident incident) {
            return between(incident.getOpenedAt(), incident.getContainedAt());
        }
    },
    /** From the incident until it was dealt with. */
    RESOLVE {
        @Override
        public Optional<Duration> of(Incident incident) {
            return between(incident.getOpenedAt(), incident.getResolvedAt());
        }
    };

    /** How long it took; empty where it has not come to that. */
    public abstract Optional<Duration> of(Incident incident);

    /** Its name in metrics and in JSON. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Duration> between(Instant from, @Nullable Instant to) {
        // a later event may be older than the one that opened it, never the other way round; clocks of sources may be off
        return to == null
                ? Optional.empty()
                : Optional.of(Duration.between(from, to)).map(took -> took.isNegative() ? Duration.ZERO : took);
    }
}
