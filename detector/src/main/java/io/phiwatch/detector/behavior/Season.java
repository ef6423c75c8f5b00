package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one profile remembers of one source: its closed periods by hour of the week. Nothing is usual before a week has been
 * seen. Where too little is known of an hour of the week, that hour of every day stands for it. Not thread-safe.
 */
public final class Season {
    private static final int VERSION = 2;
    private static final int DAYS = 7;
    private static final int HOURS_OF_DAY = 24;
    private static final long WEEK = Duration.ofDays(DAYS).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Silence beyond that is as unlikely as it gets. */
    private static final Duration LONGEST_SILENCE = Duration.ofDays(14);

    private final Profile.Periods periods;
    private final TreeMap<Integer, List<Double>> byHour = new TreeMap<>();

    /** When the oldest period began that was ever added, epoch milliseconds; null before. */
    private @Nullable Long since;

    /** Worked out where it is asked for; a closed period changes it. */
    private @Nullable Double dispersion;

    /** By hour of the week, as they were asked for; a closed period changes them too. */
    private final Map<Integer, Usual> usual = new HashMap<>();

    public Season(Profile.Periods periods) {
        this.periods = periods;
    }

    /** Adds a closed period; of those of one hour of the week the oldest goes where there are too many. */
    public void add(long period, double value) {
        List<Double> values = byHour.computeIfAbsent(hour(period), it -> new ArrayList<>());
        values.add(value);
        if (values.size() > periods.history()) {
            values.removeFirst();
        }
        since = since == null ? begin(period) : Math.min(since, begin(period));
        dispersion = null;
        usual.clear();
    }

    private int hour(long period) {
        return WeekHours.at(begin(period));
    }

    private long begin(long period) {
        return periods.end(period - 1);
    }

    private boolean isLearnt(long time) {
        return since != null && time >= since + WEEK;
    }

    /** What is usual at the hour of the week in which a period lies; null while that is being learnt. */
    public @Nullable Usual usual(long period) {
        return isLearnt(begin(period)) ? usual.computeIfAbsent(hour(period), this::usualAt) : null;
    }

    private @Nullable Usual usualAt(int hour) {
        List<Double> known = known(hour);
        return known.isEmpty() ? null : Usual.of(known);
    }

    private List<Double> known(int hour) {
        List<Double> own = byHour.getOrDefault(hour, List.of());
        if (own.size() >= periods.least()) {
            return own;
        }
        List<List<Double>> days = IntStream.range(0, DAYS)
                .mapToObj(day -> byHour.getOrDefault(day * HOURS_OF_DAY + hour % HOURS_OF_DAY, List.<Double>of()))
                .toList();
        List<Double> all = days.stream().flatMap(List::stream).toList();
        return days.stream().anyMatch(List::isEmpty) || all.size() < periods.least() ? List.of() : all;
    }

    /**
     * Probability that nothing comes between two times, epoch milliseconds: of a Poisson process with the mean rate of each
     * hour, divided by how much more than such a process the source scatters, since what comes in bursts pauses longer. Null
     * while an hour between them is being learnt.
     */
    public @Nullable Double silence(long from, long to) {
        if (!isLearnt(to)) {
            return null;
        }
        double expected = 0;
        long begin = Math.max(from, to - LONGEST_SILENCE.toMillis());
        while (begin < to) {
            long end = Math.min(to, (Math.floorDiv(begin, HOUR) + 1) * HOUR);
            Double rate = rate(WeekHours.at(begin));
            if (rate == null) {
                return null;
            }
            expected += rate * (end - begin) / periods.length().toMillis();
            begin = end;
        }
        return Math.exp(-expected / dispersion());
    }

    /**
     * Mean of an hour of the week; null while that is being learnt. Where that hour of every day stands for it, one week of
     * its own is enough to know that it is quieter than they are, as on a weekend.
     */
    private @Nullable Double rate(int hour) {
        List<Double> known = known(hour);
        if (known.isEmpty()) {
            return null;
        }
        List<Double> own = byHour.getOrDefault(hour, List.of());
        return own.isEmpty() ? mean(known) : Math.min(mean(known), mean(own));
    }

    /** Variance of the values of an hour of the week, divided by their mean, over all hours: 1 for a Poisson process. */
    private double dispersion() {
        Double known = dispersion;
        if (known == null) {
            double scatter = 0;
            double sum = 0;
            for (List<Double> values : byHour.values()) {
                if (values.size() > 1) {
                    double mean = mean(values);
                    double squares = values.stream()
                            .mapToDouble(value -> (value - mean) * (value - mean))
                            .sum();
                    scatter += squares * values.size() / (values.size() - 1);
                    sum += mean * values.size();
                }
            }
            known = sum == 0 ? 1 : Math.max(1, scatter / sum);
            dispersion = known;
        }
        return known;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** The season as bytes. */
    public byte[] encode() {
        ByteWriter out =
                new ByteWriter().writeByte(VERSION).writeNullable(since).writeVarLong(byHour.size());
        byHour.forEach((hour, values) -> out.writeVarLong(hour).writeList(values, ByteWriter::writeDouble));
        return out.toBytes();
    }

    /** The season that was encoded. */
    public static Season decode(byte[] bytes, Profile.Periods periods) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "season");
        Season season = new Season(periods);
        season.since = in.readNullable();
        int hours = in.readVarInt();
        for (int i = 0; i < hours; i++) {
            int hour = in.readVarInt();
            season.byHour.put(hour, in.readList(ByteReader::readDouble));
        }
        return season;
    }
}
