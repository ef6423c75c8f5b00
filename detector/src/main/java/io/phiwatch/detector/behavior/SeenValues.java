package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Distinct values, by 32 bits of each, and the periods in which they were seen: pairs in order, in two arrays, since every
 * event of an actor reads and writes them. Not thread-safe.
 */
final class SeenValues {
    private static final int FEW = 4;

    private final int most;
    private int[] values = {};
    private long[] periods = {};
    private int size;
    private int distinct;

    /**
     * Nothing seen yet.
     *
     * @param most values; beyond them no new ones are taken
     */
    SeenValues(int most) {
        this.most = most;
    }

    /** Takes note of a value that was seen in a period; tells whether that changed anything. */
    boolean add(long period, int value) {
        int at = place(period, value);
        if (at < size && values[at] == value && periods[at] == period) {
            return false;
        }
        boolean isKnown = (at < size && values[at] == value) || (at > 0 && values[at - 1] == value);
        if (!isKnown && distinct >= most) {
            return false;
        }
        insert(at, period, value);
        distinct += isKnown ? 0 : 1;
        return true;
    }

    /** The first pair that is not before that one. */
    private int place(long period, int value) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean isBefore = values[middle] < value || (values[middle] == value && periods[middle] < period);
            if (isBefore) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at, long period, int value) {
        if (size == values.length) {
            int room = Math.max(FEW, 2 * size);
            values = Arrays.copyOf(values, room);
            periods = Arrays.copyOf(periods, room);
        }
        System.arraycopy(values, at, values, at + 1, size - at);
        System.arraycopy(periods, at, periods, at + 1, size - at);
        values[at] = value;
        periods[at] = period;
        size++;
    }

    /** How many values were seen after a period, up to another. */
    int count(long after, long until) {
        int count = 0;
        boolean isCounted = false;
        for (int i = 0; i < size; i++) {
            isCounted &= i > 0 && values[i] == values[i - 1];
            if (!isCounted && periods[i] > after && periods[i] <= until) {
                isCounted = true;
                count++;
            }
        }
        return count;
    }

    /** The first period in which anything was seen; the other where nothing was. */
    long first(long otherwise) {
        if (size == 0) {
            return otherwise;
        }
        long first = periods[0];
        for (int i = 1; i < size; i++) {
            first = Math.min(first, periods[i]);
        }
        return first;
    }

    /** Periods in which anything was seen, some of them more than once. */
    LongStream periods() {
        return Arrays.stream(periods, 0, size);
    }

    /** Forgets that period and all before. */
    void forget(long last) {
        int left = 0;
        distinct = 0;
        for (int i = 0; i < size; i++) {
            if (periods[i] > last) {
                distinct += left > 0 && values[left - 1] == values[i] ? 0 : 1;
                values[left] = values[i];
                periods[left++] = periods[i];
            }
        }
        size = left;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Each value with its periods; the lowest bit of a period says whether there is another one of the same value. */
    void write(ByteWriter out, long base) {
        out.writeVarLong(distinct);
        for (int i = 0; i < size; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                out.writeInt(values[i]);
            }
            boolean isMore = i + 1 < size && values[i + 1] == values[i];
            out.writeVarLong((periods[i] - base) << 1 | (isMore ? 1 : 0));
        }
    }

    /** Reads what {@link #write} wrote. */
    void read(ByteReader in, long base) {
        int count = in.readVarInt();
        for (int i = 0; i < count; i++) {
            int value = in.readInt();
            long period;
            do {
                period = in.readVarLong();
                add(base + (period >> 1), value);
            } while ((period & 1) == 1);
        }
    }
}
