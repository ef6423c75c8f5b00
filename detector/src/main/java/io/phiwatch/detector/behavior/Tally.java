package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    private final TreeMap<Integer, List<Long>> values = new TreeMap<>();

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
        List<Long> seen = values.get(value);
        if (seen == null) {
            if (values.size() >= MOST_VALUES) {
                return false;
            }
            values.put(value, new ArrayList<>(List.of(period)));
            return true;
        }
        return !seen.contains(period) && seen.add(period);
    }

    /** The value of that period: over it and as many before it as the window takes in. */
    double value(long period, int window) {
        if (!isDistinct) {
            double sum = 0;
            for (double amount :
                    amounts.subMap(period - window, false, period, true).values()) {
                sum += amount;
            }
            return sum;
        }
        int distinct = 0;
        for (List<Long> seen : values.values()) {
            if (isAnyIn(seen, period - window, period)) {
                distinct++;
            }
        }
        return distinct;
    }

    private static boolean isAnyIn(List<Long> seen, long after, long until) {
        for (long one : seen) {
            if (one > after && one <= until) {
                return true;
            }
        }
        return false;
    }

    /** Periods to be closed up to that one: those in which something was seen, and those whose window reaches there. */
    List<Long> open(long until, int window) {
        List<Long> open = new ArrayList<>();
        if (window == 1) {
            seen().filter(period -> period <= until).distinct().sorted().forEach(open::add);
            return open;
        }
        for (long period = Math.max(first(Long.MAX_VALUE), closed + 1); period <= until; period++) {
            if (value(period, window) > 0) {
                open.add(period);
            }
        }
        return open;
    }

    /** The first period in which something was seen; the other where nothing was. */
    private long first(long otherwise) {
        if (!isDistinct) {
            return amounts.isEmpty() ? otherwise : amounts.firstKey();
        }
        long first = Long.MAX_VALUE;
        for (List<Long> seen : values.values()) {
            for (long period : seen) {
                first = Math.min(first, period);
            }
        }
        return first == Long.MAX_VALUE ? otherwise : first;
    }

    private Stream<Long> seen() {
        return isDistinct ? values.values().stream().flatMap(List::stream) : amounts.keySet().stream();
    }

    /** Forgets what no window of a later period takes in. */
    void close(long until, int window) {
        closed = Math.max(closed, until);
        long last = until + 1 - window;
        amounts.headMap(last, true).clear();
        values.values().removeIf(seen -> {
            seen.removeIf(period -> period <= last);
            return seen.isEmpty();
        });
    }

    boolean isEmpty() {
        return amounts.isEmpty() && values.isEmpty();
    }

    void write(ByteWriter out) {
        long base = first(0);
        out.writeVarLong(base);
        out.writeNullable(closed == Long.MIN_VALUE ? null : closed - base);
        if (isDistinct) {
            out.writeVarLong(values.size());
            values.forEach((value, seen) -> write(out, value, seen, base));
        } else {
            out.writeVarLong(amounts.size());
            amounts.forEach((period, amount) -> out.writeVarLong(period - base).writeDouble(amount));
        }
    }

    /** The lowest bit of a period says whether there is another one of the same value. */
    private static void write(ByteWriter out, int value, List<Long> seen, long base) {
        out.writeInt(value);
        for (int i = 0; i < seen.size(); i++) {
            out.writeVarLong((seen.get(i) - base) << 1 | (i < seen.size() - 1 ? 1 : 0));
        }
    }

    static Tally read(ByteReader in, Profile.Kind kind) {
        Tally tally = new Tally(kind);
        long base = in.readVarLong();
        Long closed = in.readNullable();
        tally.closed = closed == null ? Long.MIN_VALUE : base + closed;
        int size = in.readVarInt();
        for (int i = 0; i < size; i++) {
            if (tally.isDistinct) {
                int value = in.readInt();
                List<Long> seen = new ArrayList<>(1);
                long period;
                do {
                    period = in.readVarLong();
                    seen.add(base + (period >> 1));
                } while ((period & 1) == 1);
                tally.values.put(value, seen);
            } else {
                long period = base + in.readVarLong();
                tally.amounts.put(period, in.readDouble());
            }
        }
        return tally;
    }
}
