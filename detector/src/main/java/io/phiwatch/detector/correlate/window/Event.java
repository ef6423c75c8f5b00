package io.phiwatch.detector.correlate.window;

import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Surface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a group, as windows count it and as alerts show it. Ordered by time, ties by event id. Immutable but for
 * whether it is known to be hot.
 */
public final class Event implements Comparable<Event> {
    private final EventRef ref;
    private final long time;
    private final long idHash;
    private final Counted counted;
    private final Surface surface;
    private final List<Long> patients;
    private boolean hot;

    /**
     * What a window counts of an event.
     *
     * @param rules places of the rules that it matched among the rules of the correlation, ascending
     * @param values hashes of the values to count distinctly; for a sequence the whole numbers themselves
     * @param amount the number to sum or average; null where it has none
     * @param events how many events it stands for: more than one where neighbours were merged
     * @param share how many of those matched the rule of which a ratio is the share
     */
    public record Counted(
            List<Integer> rules,
            List<Long> values,
            @Nullable Double amount,
            int events,
            int share) {
        public Counted {
            rules = List.copyOf(rules);
            values = List.copyOf(values);
        }
    }

    /**
     * An event.
     *
     * @param idHash 64 bits that stand for the event's id
     * @param patients hashes of the tokens of the patients touched
     */
    public Event(EventRef ref, long idHash, Counted counted, Surface surface, List<Long> patients) {
        this.ref = ref;
        this.time = ref.getEventTime().toEpochMilli();
        this.idHash = idHash;
        this.counted = counted;
        this.surface = surface;
        this.patients = List.copyOf(patients);
    }

    public EventRef ref() {
        return ref;
    }

    /** Event time, epoch milliseconds. */
    public long time() {
        return time;
    }

    public long idHash() {
        return idHash;
    }

    public Counted counted() {
        return counted;
    }

    public Surface surface() {
        return surface;
    }

    public List<Long> patients() {
        return patients;
    }

    /** Whether some window that holds it is satisfied, as far as is known. */
    public boolean isHot() {
        return hot;
    }

    public void setHot(boolean isHot) {
        hot = isHot;
    }

    /** This event, standing for an earlier one too. */
    Event mergedWith(Event earlier) {
        Double sum = counted.amount == null
                ? earlier.counted.amount
                : earlier.counted.amount == null
                        ? counted.amount
                        : Double.valueOf(counted.amount + earlier.counted.amount);
        Counted both = new Counted(
                counted.rules,
                counted.values,
                sum,
                counted.events + earlier.counted.events,
                counted.share + earlier.counted.share);
        Event merged = new Event(ref, idHash, both, surface, patients);
        merged.hot = hot;
        return merged;
    }

    @Override
    public int compareTo(Event other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : ref.getEventId().compareTo(other.ref.getEventId());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event && compareTo(event) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(idHash);
    }
}
