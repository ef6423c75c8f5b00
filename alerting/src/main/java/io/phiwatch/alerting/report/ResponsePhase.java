package io.phiwatch.alerting.report;

import io.phiwatch.schema.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How long the steps of a response took: detection from the first event on, the others from the opening on. */
public enum ResponsePhase {
    /** From the first event to the incident. */
    DETECT(Incident::getFirstEventTime, Incident::getOpenedAt),
    /** From the incident until somebody took it up. */
    ACKNOWLEDGE(Incident::getOpenedAt, Incident::getAcknowledgedAt),
    /** From the incident until nothing leaked any more. */
    CONTAIN(Incident::getOpenedAt, Incident::getContainedAt),
    /** From the incident until it was dealt with. */
    RESOLVE(Incident::getOpenedAt, Incident::getResolvedAt);

    private final Function<Incident, Instant> from;
    private final Function<Incident, @Nullable Instant> to;

    ResponsePhase(Function<Incident, Instant> from, Function<Incident, @Nullable Instant> to) {
        this.from = from;
        this.to = to;
    }

    /** How long it took; empty where it has not come to that. */
    public Optional<Duration> of(Incident incident) {
        Instant until = to.apply(incident);
        if (until == null) {
            return Optional.empty();
        }
        Duration took = Duration.between(from.apply(incident), until);
        // clocks of sources may be ahead
        return Optional.of(took.isNegative() ? Duration.ZERO : took);
    }

    /** Its name in metrics and in JSON. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
