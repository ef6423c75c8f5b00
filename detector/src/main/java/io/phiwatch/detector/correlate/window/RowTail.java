package io.phiwatch.detector.correlate.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of events whose whole numbers each rise, or each fall, by 1 to a widest step. For each number and each length of
 * a row that ends in it, only the latest start is kept.
 */
final class RowTail implements Tail {
    private static final int MANY_NUMBERS = 1024;

    private final int length;
    private final long widest;
    private final long timespan;
    private final Map<Long, long[]> rising = new HashMap<>();
    private final Map<Long, long[]> falling = new HashMap<>();

    /**
     * Looks for rows.
     *
     * @param length how many events satisfy the rule, at least 1
     * @param widest by how much a number may differ from the one before
     */
    RowTail(int length, long widest, long timespan) {
        this.length = length;
        this.widest = widest;
        this.timespan = timespan;
    }

    private record Row(Map<Long, long[]> rows, long number, long[] starts) {}

    @Override
    public long add(Event next) {
        List<Row> added = new ArrayList<>(2);
        long found = NEVER;
        for (long number : next.counted().values()) {
            Row up = new Row(rising, number, starts(rising, number, 1, next.time()));
            Row down = new Row(falling, number, starts(falling, number, -1, next.time()));
            added.add(up);
            added.add(down);
            found = Math.max(found, Math.max(up.starts[length - 1], down.starts[length - 1]));
        }
        // Only now, so that one event is one place of a row.
        added.forEach(RowTail::keep);
        forgetBefore(next.time() - timespan);
        return found;
    }

    private long[] starts(Map<Long, long[]> rows, long number, int sign, long time) {
        long[] starts = new long[length];
        Arrays.fill(starts, NEVER);
        starts[0] = time;
        if (widest < rows.size()) {
            for (long step = 1; step <= widest; step++) {
                extend(starts, rows.get(number - sign * step), time);
            }
        } else {
            rows.forEach((before, known) -> {
                long step = sign * (number - before);
                if (1 <= step && step <= widest) {
                    extend(starts, known, time);
                }
            });
        }
        return starts;
    }

    private void extend(long[] starts, long @Nullable [] before, long time) {
        if (before != null) {
            for (int i = 1; i < length; i++) {
                if (before[i - 1] >= time - timespan) {
                    starts[i] = Math.max(starts[i], before[i - 1]);
                }
            }
        }
    }

    private static void keep(Row row) {
        row.rows.merge(row.number, row.starts, (known, added) -> {
            for (int i = 0; i < known.length; i++) {
                known[i] = Math.max(known[i], added[i]);
            }
            return known;
        });
    }

    private void forgetBefore(long start) {
        if (rising.size() > MANY_NUMBERS) {
            rising.values().removeIf(starts -> starts[0] < start);
            falling.values().removeIf(starts -> starts[0] < start);
        }
    }
}
