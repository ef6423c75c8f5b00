package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How often each value was seen; of too many values the one seen longest ago goes. Not thread-safe while it is added to. */
final class ValueCounts {
    static final ValueCounts NONE = new ValueCounts();

    private final Map<Long, Long> counts = new LinkedHashMap<>();
    private long total;

    long of(long value) {
        return counts.getOrDefault(value, 0L);
    }

    /** Number of values that are known. */
    int distinct() {
        return counts.size();
    }

    /** Sum of all counts, those of forgotten values included. */
    long total() {
        return total;
    }

    /** The same counts, to be changed. */
    ValueCounts copy() {
        ValueCounts copy = new ValueCounts();
        copy.counts.putAll(counts);
        copy.total = total;
        return copy;
    }

    /** Counts a value. */
    void add(long value, int most) {
        Long count = counts.remove(value);
        counts.put(value, count == null ? 1 : count + 1);
        if (counts.size() > most) {
            counts.remove(counts.keySet().iterator().next());
        }
        total++;
    }

    /**
     * Probability of a value, smoothed as by Freeman et al.: seen c times of n it is c/n·(1 − M/(n + M)), never seen
     * 1/(n + M).
     *
     * @param unseen how many values there may be that were not seen; the paper's M, at least one
     */
    double probability(long value, long unseen) {
        return Math.max(1, of(value)) / (double) (total + unseen);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueCounts that && total == that.total && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(total, counts);
    }

    void write(ByteWriter out) {
        out.writeVarLong(total).writeVarLong(counts.size());
        counts.forEach((value, count) -> out.writeLong(value).writeVarLong(count));
    }

    static ValueCounts read(ByteReader in) {
        ValueCounts read = new ValueCounts();
        read.total = in.readVarLong();
        int size = in.readVarInt();
        for (int i = 0; i < size; i++) {
            long value = in.readLong();
            read.counts.put(value, in.readVarLong());
        }
        return read;
    }
}
