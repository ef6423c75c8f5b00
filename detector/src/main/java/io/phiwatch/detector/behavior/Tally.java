package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * What one profile counts of one subject in the periods that are still open, and in those before that their windows reach
 * back to. Events may come in any order. Not thread-safe.
 *
 * <p>Of a sum it keeps the amount of each period. Of distinct values it keeps 32 bits for each, with the periods in which
 * it was seen; beyond {@value #MOST_VALUES} values no new ones are taken, so that a flood can't grow it.
 */
final class Tally {
    static final int MOST_VALUES = 512;

    private final boolean isDistinct;
    private final TreeMap<Long, Double> amounts = new TreeMap<>();
    private final SeenValues values = new SeenValues(MOST_VALUES);

    /** The last period that was closed; such of longer windows go on without events. */
    private long closed = Long.MIN_VALUE;

    Tally(Profile.Kind kind) {
        this.isDistinct = kind == Profile.Kind.DISTINCT;
    }

    /** Adds to the sum of a period; tells whether that changed anything. */
    boolean add(long period, double amount) {
        if (amount != 0) {
            amounts.merge(period, amount, Double::sum);
        }
        return amount != 0;
    }

    /** Takes note of a value that was seen in a period; tells whether that changed anything. */
    boolean see(long period, int value) {
        return values.add(period, value);
    }

    /** The value of that period: over it and as many before it as the window takes in. */
    double value(long period, int window) {
        if (isDistinct) {
            return values.count(period - window, period);
        }
        double sum = 0;
        for (double amount :
                amounts.subMap(period - window, false, period, true).values()) {
            sum += amount;
        }
        return sum;
    }

    /** Periods to be closed up to that one: those in which something was seen, and those whose window reaches there. */
    List<Long> open(long until, int window) {
        if (window == 1) {
            return seen().filter(period -> period <= until)
                    .distinct()
                    .sorted()
                    .boxed()
                    .toList();
        }
        List<Long> open = new ArrayList<>();
        for (long period = Math.max(first(Long.MAX_VALUE), closed + 1); period <= until; period++) {
            if (value(period, window) > 0) {
                open.add(period);
            }
        }
        return open;
    }

    private LongStream seen() {
        return isDistinct ? values.periods() : amounts.keySet().stream().mapToLong(Long::longValue);
    }

    /** The first period in which something was seen; the other where nothing was. */
    private long first(long otherwise) {
        if (isDistinct) {
            return values.first(otherwise);
        }
        return amounts.isEmpty() ? otherwise : amounts.firstKey();
    }

    /** Forgets what no window of a later period takes in. */
    void close(long until, int window) {
        closed = Math.max(closed, until);
        long last = until + 1 - window;
        amounts.headMap(last, true).clear();
        values.forget(last);
    }

    boolean isEmpty() {
        return amounts.isEmpty() && values.isEmpty();
    }

    void write(ByteWriter out) {
        long base = first(0);
        out.writeVarLong(base);
        out.writeNullable(closed == Long.MIN_VALUE ? null : closed - base);
        if (isDistinct) {
            values.write(out, base);
        } else {
            out.writeVarLong(amounts.size());
            amounts.forEach((period, amount) -> out.writeVarLong(period - base).writeDouble(amount));
        }
    }

    static Tally read(ByteReader in, Profile.Kind kind) {
        Tally tally = new Tally(kind);
        long base = in.readVarLong();
        Long closed = in.readNullable();
        tally.closed = closed == null ? Long.MIN_VALUE : base + closed;
        if (tally.isDistinct) {
            tally.values.read(in, base);
            return tally;
        }
        int size = in.readVarInt();
        for (int i = 0; i < size; i++) {
            long period = base + in.readVarLong();
            tally.amounts.put(period, in.readDouble());
        }
        return tally;
    }
}
