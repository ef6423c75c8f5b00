package io.phiwatch.detector.correlate.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sliding windows of one group under one rule: exact, and independent of the order of arrival. Mutable; keeps a list
 * of what changed until it is {@linkplain #saved() saved}. Not thread-safe.
 *
 * <p>It is kept in the space of window starts. An event at time t is in every window [s, s + timespan] whose start s lies
 * in [t − timespan, t]. Where further events cannot undo what made a rule fire, starts that are hot stay hot; an event all
 * of whose starts are hot is forgotten, since no other start needs it. Outside hot stretches fewer events than the
 * threshold cover any start, which bounds the state by the threshold and not by traffic.
 *
 * <p>Where they can undo it, only windows that are over are judged, and of those the maximal ones: those that hold an
 * event which no window that begins earlier holds.
 */
public final class Windows {
    private final WindowRule rule;
    private final long timespan;
    private final Events events = new Events();
    private final HotSpans hot;
    private final Map<Event, @Nullable Event> changes = new LinkedHashMap<>();
    private final List<Span> reheated = new ArrayList<>();
    private long covered;
    private boolean isMerged;
    private int trimFrom;

    // Runs over the events in order; thrown away where an event comes out of order, and made again when next needed.
    private @Nullable Tail tail;
    private @Nullable Event tailEnd;

    /**
     * Windows as they were saved.
     *
     * @param kept the events, in any order
     */
    public Windows(WindowRule rule, Collection<Event> kept, WindowState state) {
        this.rule = rule;
        this.timespan = rule.timespan();
        this.hot = new HotSpans(state.hot());
        this.covered = state.covered();
        this.isMerged = state.isMerged();
        List<Event> sorted = new ArrayList<>(kept);
        sorted.sort(null);
        for (Event event : sorted) {
            events.add(event);
            event.setHot(hot.touches(event.time() - timespan, event.time()));
        }
        this.trimFrom = rule.trim().from(events.size() / 2);
    }

    /** What of it is to be saved besides the events. */
    public WindowState state() {
        return new WindowState(hot.spans(), covered, isMerged);
    }

    /** Events that were added or replaced since it was saved, and those that went, with null. */
    public Map<Event, @Nullable Event> changes() {
        return changes;
    }

    public void saved() {
        changes.clear();
    }

    /** Whether the event is kept: a repetition changes nothing. */
    public boolean knows(Event event) {
        return events.contains(event);
    }

    /** All that are kept, in order. */
    public List<Event> events() {
        return events.all();
    }

    public int size() {
        return events.size();
    }

    public boolean isEmpty() {
        return events.isEmpty() && hot.isEmpty();
    }

    /** The oldest event kept; null where there is none. */
    public @Nullable Event oldest() {
        return events.isEmpty() ? null : events.all().getFirst();
    }

    /** The latest time that matters to it; the least long where there is none. */
    public long last() {
        return Math.max(
                hot.last(),
                events.isEmpty() ? Long.MIN_VALUE : events.all().getLast().time());
    }

    /** Adds an event that is judged later. */
    public void keep(Event event) {
        events.add(event);
        changes.put(event, event);
    }

    /**
     * Adds an event that is not known.
     *
     * @return the events, the new one among them, that are in a satisfied window since now; in order. None where the new
     *     one is in none
     */
    public List<Event> add(Event event) {
        long from = event.time() - timespan;
        if (hot.covers(from, event.time())) {
            event.setHot(true);
            return List.of(event);
        }
        Tail running = tailBefore(event);
        keep(event);
        List<Span> fresh = new ArrayList<>();
        if (running == null) {
            heatAround(event, fresh);
        } else {
            heat(event, running.add(event), fresh);
            tailEnd = event;
        }
        List<Event> heated = heatedBy(fresh);
        if (!event.isHot() && hot.touches(from, event.time())) {
            event.setHot(true);
            heated.add(event);
            heated.sort(null);
        }
        return heated;
    }

    /** The tail that has seen all that comes before the event; null where it comes out of order. */
    private @Nullable Tail tailBefore(Event event) {
        boolean isLast = events.isEmpty() || events.all().getLast().compareTo(event) < 0;
        Event end = tailEnd;
        if (!isLast || (end != null && end.compareTo(event) > 0)) {
            tail = null;
            tailEnd = null;
            return null;
        }
        Tail running = tail;
        if (running == null) {
            running = rule.measuring().newTail();
            events.between(event.time() - timespan, Long.MAX_VALUE).forEach(running::add);
            tail = running;
        }
        return running;
    }

    /** Of a late event: all windows that may hold it. */
    private void heatAround(Event event, List<Span> fresh) {
        Tail passing = rule.measuring().newTail();
        for (Event other : events.between(event.time() - timespan, event.time() + timespan)) {
            heat(other, passing.add(other), fresh);
        }
    }

    private void heat(Event end, long start, List<Span> fresh) {
        if (start != Tail.NEVER) {
            HotSpans.Added added = hot.add(new Span(end.time() - timespan, start));
            fresh.addAll(added.fresh());
            if (!added.fresh().isEmpty()) {
                reheated.add(added.merged());
            }
        }
    }

    private List<Event> heatedBy(List<Span> fresh) {
        List<Event> heated = new ArrayList<>();
        for (Span starts : fresh) {
            for (Event event : events.between(starts.from(), starts.to() + timespan)) {
                if (!event.isHot()) {
                    event.setHot(true);
                    heated.add(event);
                }
            }
        }
        heated.sort(null);
        return heated;
    }

    /** The window that the newest event completed: of several the one that measures most. */
    public Peak peak(Event newest) {
        return rule.isOrdered() ? orderedPeak(newest) : densest(newest);
    }

    private Peak densest(Event newest) {
        List<Event> near = events.between(newest.time() - timespan, newest.time() + timespan);
        Gauge gauge = rule.measuring().newGauge();
        Peak peak = new Peak(Double.NEGATIVE_INFINITY, List.of(newest));
        int from = 0;
        for (int to = 0; to < near.size(); to++) {
            gauge.add(near.get(to));
            while (near.get(from).time() < near.get(to).time() - timespan) {
                gauge.remove(near.get(from++));
            }
            if (near.get(to).compareTo(newest) >= 0 && gauge.value() > peak.value()) {
                peak = new Peak(gauge.value(), near.subList(from, to + 1));
            }
        }
        return peak;
    }

    private Peak orderedPeak(Event newest) {
        Tail passing = rule.measuring().newTail();
        for (Event end : events.between(newest.time() - timespan, newest.time() + timespan)) {
            long start = passing.add(end);
            if (start != Tail.NEVER) {
                List<Event> window = new ArrayList<>(events.between(start, end.time()));
                window.removeIf(event -> event.compareTo(end) > 0);
                Gauge gauge = rule.measuring().newGauge();
                window.forEach(gauge::add);
                return new Peak(gauge.value(), window);
            }
        }
        return new Peak(Double.NaN, List.of(newest));
    }

    /** Forgets events that no start needs any more which is not hot. */
    public void forgetHot() {
        for (Span starts : reheated) {
            remove(events.between(starts.from() + timespan, starts.to()));
        }
        reheated.clear();
    }

    /** Judges the maximal windows that begin before that time and were not judged yet; their first events are forgotten. */
    public List<Peak> judge(long before) {
        List<Peak> satisfied = new ArrayList<>();
        List<Event> all = events.all();
        Gauge gauge = rule.measuring().newGauge();
        int to = 0;
        int from = 0;
        while (from < all.size() && all.get(from).time() < before) {
            long start = all.get(from).time();
            while (to < all.size() && all.get(to).time() <= start + timespan) {
                gauge.add(all.get(to++));
            }
            if (all.get(to - 1).time() > covered) {
                covered = all.get(to - 1).time();
                if (gauge.holds()) {
                    satisfied.add(new Peak(gauge.value(), all.subList(from, to)));
                }
            }
            while (from < to && all.get(from).time() == start) {
                gauge.remove(all.get(from++));
            }
        }
        return satisfied;
    }

    /** Forgets events before that time, and starts that are a timespan older: those still tell which events are hot. */
    public void forgetBefore(long time) {
        remove(events.between(Long.MIN_VALUE, time - 1));
        hot.forgetBefore(time - timespan);
        if (events.isEmpty()) {
            isMerged = false;
        }
    }

    /** Keeps the number of events within bounds; tells whether some went that could have counted. */
    public boolean trim() {
        if (events.size() < trimFrom) {
            return false;
        }
        List<Event> before = List.copyOf(events.all());
        Trim.Trimmed trimmed = rule.trim().trimmed(before);
        isMerged |= trimmed.merged();
        Map<Event, Event> left = new HashMap<>();
        trimmed.events().forEach(event -> left.put(event, event));
        events.replaceAll(List.copyOf(trimmed.events()));
        for (Event event : before) {
            Event now = left.get(event);
            if (now == null) {
                note(event);
            } else if (!now.counted().equals(event.counted())) {
                changes.put(now, now);
            }
        }
        tail = null;
        tailEnd = null;
        trimFrom = rule.trim().from(events.size());
        return trimmed.limited();
    }

    /** Whether windows are exact to a 256th of the timespan only. */
    public boolean isMerged() {
        return isMerged;
    }

    /** Forgets events that another rule kept. */
    public Windows without(Collection<Event> others) {
        others.forEach(event -> changes.put(event, null));
        return this;
    }

    /** How exact windows of that timespan are where neighbours were merged. */
    public static Duration mergedWidth(Duration timespan) {
        return Duration.ofMillis(Math.max(1, timespan.toMillis() / Trim.SUB_BUCKETS));
    }

    private void remove(List<Event> gone) {
        for (Event event : List.copyOf(gone)) {
            events.remove(event);
            note(event);
        }
    }

    /** An event that went: one that was not saved yet need not be. */
    private void note(Event gone) {
        if (changes.containsKey(gone)) {
            changes.remove(gone);
        } else {
            changes.put(gone, null);
        }
    }
}
