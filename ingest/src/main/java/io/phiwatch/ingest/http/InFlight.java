package io.phiwatch.ingest.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what is held in memory between the first byte of a delivery and its answer: what does not fit is told to come
 * again, rather than queued until the sender gives up. Thread-safe.
 */
final class InFlight {
    private final long maxBytes;
    private final int maxDeliveries;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger deliveries = new AtomicInteger();

    InFlight(long maxBytes, int maxDeliveries, MeterRegistry registry) {
        this.maxBytes = maxBytes;
        this.maxDeliveries = maxDeliveries;
        Gauge.builder("phiwatch.ingest.inflight.bytes", bytes, AtomicLong::doubleValue)
                .register(registry);
        Gauge.builder("phiwatch.ingest.inflight.deliveries", deliveries, AtomicInteger::doubleValue)
                .register(registry);
    }

    /** Room for one delivery; empty until it grows. */
    Room room() {
        return new Room();
    }

    /** What one delivery takes up until it is closed. Not thread-safe. */
    final class Room implements AutoCloseable {
        private long held;
        private boolean admitted;

        private Room() {}

        /** Takes more bytes; false if there are none left. */
        boolean grow(long more) {
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                return false;
            }
            held += more;
            return true;
        }

        /** Takes one of the places among the deliveries that are read and written; false if there is none left. */
        boolean admit() {
            if (deliveries.incrementAndGet() > maxDeliveries) {
                deliveries.decrementAndGet();
                return false;
            }
            admitted = true;
            return true;
        }

        @Override
        public void close() {
            bytes.addAndGet(-held);
            held = 0;
            if (admitted) {
                deliveries.decrementAndGet();
                admitted = false;
            }
        }
    }
}
