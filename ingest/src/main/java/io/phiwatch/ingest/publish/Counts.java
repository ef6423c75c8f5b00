package io.phiwatch.ingest.publish;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the items of deliveries: read = accepted + rejected + duplicates + failed + refused. Immutable.
 *
 * @param read items that came in, a refused delivery being one
 * @param failed not kept, since the broker was away: the sender was told to come again
 * @param refused deliveries that were not read: signature, size, sender, too many at once
 * @param bytes bytes received
 * @param outcomes accepted events by outcome, by action, and as {@link OutcomeCounts} names what else is told apart
 * @param missing items that the source numbered and that did not come; not among those read
 * @param skewed accepted events whose source's clock is ahead of ours
 */
public record Counts(
        long read,
        long accepted,
        long rejected,
        long duplicates,
        long failed,
        long refused,
        long bytes,
        Map<String, Long> outcomes,
        long missing,
        long skewed) {
    /** Nothing. */
    public static final Counts NONE = kept(0, 0, 0, 0);

    public Counts {
        outcomes = Map.copyOf(outcomes);
    }

    /** Items that were kept, or seen before. */
    public static Counts kept(long read, long accepted, long rejected, long duplicates) {
        return new Counts(read, accepted, rejected, duplicates, 0, 0, 0, Map.of(), 0, 0);
    }

    /** Items of which none was kept. */
    public static Counts failed(long read, long duplicates, long failed) {
        return new Counts(read, 0, 0, duplicates, failed, 0, 0, Map.of(), 0, 0);
    }

    /** A delivery that was refused whole. */
    public static Counts refused(long bytes) {
        return new Counts(1, 0, 0, 0, 0, 1, bytes, Map.of(), 0, 0);
    }

    /** Items that did not come. */
    public static Counts missing(long missing) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, Map.of(), missing, 0);
    }

    /** The same with bytes and outcomes. */
    public Counts with(long received, Map<String, Long> byOutcome) {
        return new Counts(read, accepted, rejected, duplicates, failed, refused, received, byOutcome, missing, skewed);
    }

    /** The same with events ahead of our clock. */
    public Counts skewed(long ahead) {
        return new Counts(read, accepted, rejected, duplicates, failed, refused, bytes, outcomes, missing, ahead);
    }

    /** Both together. */
    public Counts plus(Counts other) {
        Map<String, Long> sum = new TreeMap<>();
        sum.putAll(outcomes);
        other.outcomes.forEach((outcome, count) -> sum.merge(outcome, count, Long::sum));
        return new Counts(
                read + other.read,
                accepted + other.accepted,
                rejected + other.rejected,
                duplicates + other.duplicates,
                failed + other.failed,
                refused + other.refused,
                bytes + other.bytes,
                sum,
                missing + other.missing,
                skewed + other.skewed);
    }
}
