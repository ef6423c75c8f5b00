package io.phiwatch.ingest.adapter;

import java.util.List;
import java.util.Optional;

/** Reads the deliveries of one platform. Thread-safe, and pure unless it remembers. */
public interface Adapter {
    /** Name of the platform as configuration writes it, such as {@code shopify}. */
    String platform();

    /** Whether the platform signed this delivery with one of the source's secrets, compared in constant time. */
    boolean isAuthentic(Delivery delivery, Source source);

    /** Answer to a handshake of the platform (Zoom's URL validation); empty for everything else. */
    default Optional<String> challenge(Delivery delivery, Source source) {
        return Optional.empty();
    }

    /** What the platform wants to read when a delivery was kept, as JSON; empty where the counts will do. */
    default Optional<String> receipt(Delivery delivery) {
        return Optional.empty();
    }

    /** Whether browsers deliver from pages of any origin, so that they ask for leave first (CORS). */
    default boolean isFromBrowsers() {
        return false;
    }

    /** Faults in what a source is configured with for this platform, each with its path below the source. */
    default List<String> faults(Source source) {
        return List.of();
    }

    /** Whether the platform may deliver the same event again, so that repeats are looked for. */
    boolean repeats();

    /**
     * The adapter for a source that remembers: what it compares deliveries with is kept there. Most need none.
     *
     * @param memory of one source
     */
    default Adapter remembering(Memory memory) {
        return this;
    }

    /** Told when all that was read of a delivery is safe in Kafka; the place to remember it. */
    default void kept(Delivery delivery, Source source) {}

    /** What an authentic delivery says: one item per event or log line, in order; never throws on bad content. */
    List<Parsed> parse(Delivery delivery, Source source);
}
