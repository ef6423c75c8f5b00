package io.phiwatch.alerting.page;

import java.time.InstantSource;

/** Settings of a sink. */
public interface SinkConfig {
    /** Name of the sink: letters, digits and dashes. */
    String name();

    /**
     * A sink with these settings.
     *
     * @param clock the time of day, not a simulated one
     */
    Sink open(InstantSource clock);

    /** Whether it is told, too, when an incident that it was paged for is acknowledged and settled. */
    default boolean followsUp() {
        return false;
    }
}
