package io.phiwatch.alerting.console.evidence;

import io.phiwatch.schema.AccessEvent;

/** Where the console tells of what people access through it, as any other source does. Thread-safe. */
public interface AccessTrail extends AutoCloseable {
    /**
     * Tells of an access; it is safe in Kafka when this returns.
     *
     * @throws io.phiwatch.alerting.console.model.UnavailableException where Kafka could not take it
     */
    void tell(AccessEvent event);

    @Override
    void close();
}
