package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * At which hours of the week an account logs in, in UTC. Immutable.
 *
 * @param first time of the first login, epoch milliseconds
 * @param counts of logins by hour of the week; 0 is Monday, midnight to one
 */
record WeekHours(long first, Map<Integer, Long> counts) {
    static final WeekHours NONE = new WeekHours(Long.MAX_VALUE, Map.of());

    static final int HOURS = 168;
    private static final int HOURS_OF_DAY = 24;
    private static final int WORKDAYS = 5;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** 1970 began on a Thursday. */
    private static final int HOURS_BEFORE_1970 = 3 * HOURS_OF_DAY;

    private static final int LEAST_LOGINS = 20;
    private static final Duration LEAST_SPAN = Duration.ofDays(14);

    WeekHours {
        counts = new TreeMap<>(counts);
    }

    /** Hour of the week of a time, epoch milliseconds. */
    static int at(long epochMillis) {
        return (int) Math.floorMod(Math.floorDiv(epochMillis, HOUR) + HOURS_BEFORE_1970, (long) HOURS);
    }

    WeekHours with(long epochMillis) {
        Map<Integer, Long> more = new TreeMap<>(counts);
        more.merge(at(epochMillis), 1L, Long::sum);
        return new WeekHours(Math.min(first, epochMillis), more);
    }

    /**
     * Share of the logins that were at hours more usual than that of a time: 0 at the most usual hour, 1 where the account
     * never logs in near it. Null for accounts of too few logins.
     */
    @Nullable
    Double score(long epochMillis) {
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        if (total < LEAST_LOGINS || epochMillis - first < LEAST_SPAN.toMillis()) {
            return null;
        }
        double here = weight(at(epochMillis));
        long more = counts.entrySet().stream()
                .filter(hour -> weight(hour.getKey()) > here)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return more / (double) total;
    }

    /** Logins at that hour and the two beside it; on other days of its kind, workday or weekend, each counts half. */
    private double weight(int hour) {
        double weight = 0;
        for (int beside = -1; beside <= 1; beside++) {
            int slot = Math.floorMod(hour + beside, HOURS);
            for (Map.Entry<Integer, Long> known : counts.entrySet()) {
                if (known.getKey() == slot) {
                    weight += known.getValue();
                } else if (known.getKey() % HOURS_OF_DAY == slot % HOURS_OF_DAY
                        && isWorkday(known.getKey()) == isWorkday(slot)) {
                    weight += known.getValue() / 2.0;
                }
            }
        }
        return weight;
    }

    private static boolean isWorkday(int hour) {
        return hour / HOURS_OF_DAY < WORKDAYS;
    }

    void write(ByteWriter out) {
        out.writeVarLong(first).writeVarLong(counts.size());
        counts.forEach((hour, count) -> out.writeVarLong(hour).writeVarLong(count));
    }

    static WeekHours read(ByteReader in) {
        long first = in.readVarLong();
        int size = in.readVarInt();
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            int hour = in.readVarInt();
            counts.put(hour, in.readVarLong());
        }
        return new WeekHours(first, counts);
    }
}
