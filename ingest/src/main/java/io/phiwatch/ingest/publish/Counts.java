package io.phiwatch.ingest.publish;

import io.phiwatch.schema.Outcome;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the items of deliveries: read = accepted + rejected + duplicates + failed. Immutable.
 *
 * @param read items that came in, a refused delivery being one
 * @param failed refused (signature, size) or not kept (broker)
 * @param outcomes accepted events by outcome
 */
public record Counts(
        long read,
        long accepted,
        long rejected,
        long duplicates,
        long failed,
        long bytes,
        Map<Outcome, Long> outcomes) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());

    public Counts {
        outcomes = Map.copyOf(outcomes);
    }

    /** A delivery that was refused whole. */
    public static Counts refused(long bytes) {
        return new Counts(1, 0, 0, 0, 1, bytes, Map.of());
    }

    /** Both together. */
    public Counts plus(Counts other) {
        Map<Outcome, Long> sum = new EnumMap<>(Outcome.class);
        sum.putAll(outcomes);
        other.outcomes.forEach((outcome, count) -> sum.merge(outcome, count, Long::sum));
        return new Counts(
                read + other.read,
                accepted + other.accepted,
                rejected + other.rejected,
                duplicates + other.duplicates,
                failed + other.failed,
                bytes + other.bytes,
                sum);
    }
}
