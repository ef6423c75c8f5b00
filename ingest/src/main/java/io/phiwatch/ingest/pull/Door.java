package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;

/** Where fetched deliveries go in. Thread-safe. */
@FunctionalInterface
public interface Door {
    /**
     * Takes a delivery; returns once it is safe in Kafka.
     *
     * @param adapter reads the delivery: the source's own, or the one for changes of lists
     * @throws io.phiwatch.ingest.publish.BrokerUnavailableException if it could not be kept
     */
    void take(Source source, Adapter adapter, Delivery delivery);
}
