package io.phiwatch.alerting.console.model;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Waits for what a person waits for: that Kafka has taken a record. */
final class Delivered {
    private Delivered() {}

    /**
     * Sends a record and waits until it is safe.
     *
     * @throws UnavailableException where Kafka did not take it
     */
    static void await(Supplier<? extends Future<?>> send) {
        try {
            send.get().get();
        } catch (ExecutionException | KafkaException e) {
            throw new UnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(e);
        }
    }
}
