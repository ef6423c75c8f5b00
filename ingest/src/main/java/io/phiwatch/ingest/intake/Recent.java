package io.phiwatch.ingest.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.phiwatch.ingest.adapter.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Events that were acknowledged lately, by id, each for its source's {@code max_delay}. Bounded, and lost at a restart:
 * the detector looks for repeats again, durably. Thread-safe.
 */
final class Recent {
    private static final int MAX_EVENTS = 1_000_000;

    private final Cache<String, Duration> events;

    Recent(InstantSource clock) {
        this.events = Caffeine.newBuilder()
                .maximumSize(MAX_EVENTS)
                .ticker(() -> nanos(clock.instant()))
                .expireAfter(Expiry.creating((String id, Duration maxDelay) -> maxDelay))
                .build();
    }

    boolean has(String eventId) {
        return events.getIfPresent(eventId) != null;
    }

    void add(String eventId, Source source) {
        events.put(eventId, source.maxDelay());
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
