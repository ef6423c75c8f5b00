package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one profile remembers of one actor: its closed periods, oldest first. Immutable.
 *
 * @param first the first period that was ever closed
 */
public record Habit(long first, List<Value> values) {
    /** Nothing is a habit that was not seen for so long. */
    public static final Duration LEAST_SPAN = Duration.ofDays(7);

    static final Habit NONE = new Habit(Long.MAX_VALUE, List.of());

    /** The value of a closed period. */
    public record Value(long period, double value) {}

    public Habit {
        values = List.copyOf(values);
    }

    /** The habit with one more period; the oldest goes where there are too many. A period is closed once. */
    public Habit with(long period, double value, int most) {
        List<Value> more = new ArrayList<>(values);
        more.removeIf(known -> known.period == period);
        more.add(new Value(period, value));
        more.sort(Comparator.comparingLong(Value::period));
        return new Habit(
                Math.min(first, period), more.size() > most ? more.subList(more.size() - most, more.size()) : more);
    }

    /** The habit without periods between those, both included: somebody was alerted about them later. */
    public Habit without(long from, long to) {
        return new Habit(
                first,
                values.stream()
                        .filter(value -> value.period < from || value.period > to)
                        .toList());
    }

    /** Whether it counts: enough periods, and not all of them of a few days. */
    public boolean isLearnt(Profile.Periods periods) {
        return values.size() >= periods.least()
                && values.getLast().period - first + 1 >= Math.max(1, LEAST_SPAN.dividedBy(periods.length()));
    }

    /** What is usual; of habits with a value only. */
    public Usual usual() {
        return Usual.of(values.stream().map(Value::value).toList());
    }

    void write(ByteWriter out) {
        out.writeVarLong(first).writeVarLong(values.size());
        long before = first;
        for (Value value : values) {
            out.writeVarLong(value.period - before).writeDouble(value.value);
            before = value.period;
        }
    }

    static Habit read(ByteReader in) {
        long first = in.readVarLong();
        int size = in.readVarInt();
        List<Value> values = new ArrayList<>(size);
        long before = first;
        for (int i = 0; i < size; i++) {
            before += in.readVarLong();
            values.add(new Value(before, in.readDouble()));
        }
        return new Habit(first, values);
    }
}
