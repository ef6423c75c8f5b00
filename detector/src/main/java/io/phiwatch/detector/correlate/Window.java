package io.phiwatch.detector.correlate;

import io.phiwatch.detector.sigma.CorrelationRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window over event times that is exact and independent of the order of arrival.
 *
 * <p>It is kept in the space of window starts. An event at time t is in every window [s, s + timespan] whose start s lies
 * in [t − timespan, t]; so each key (an event id, or a value to count distinctly) covers a set of starts, and the measure
 * at a start is the sum of the weights of the keys that cover it. Starts at which the measure has reached the threshold
 * are <em>hot</em>. More events never cool a start down, so where a start is hot, what covers it is forgotten: outside hot
 * spans fewer keys than the threshold cover any start, which bounds the state by the threshold and not by traffic. Two
 * events that lie exactly {@code timespan} apart are in one window.
 *
 * @param entries what covers starts that are not all hot
 * @param hot hot starts: disjoint, in order
 */
public record Window(List<Entry> entries, List<Span> hot) {
    static final Window EMPTY = new Window(List.of(), List.of());

    /**
     * Sums are not bounded by the threshold, since amounts can be small. Above this many entries, those that end in the
     * same 256th of the timespan become one that covers what either did: a sum can then hold an amount that is up to that
     * much too far away.
     */
    private static final int MOST_SUMMANDS = 1024;

    private static final int SUB_BUCKETS = 256;

    public Window {
        entries = List.copyOf(entries);
        hot = List.copyOf(hot);
    }

    /**
     * One key and starts that it covers. A key that covers disjoint spans has several entries.
     *
     * @param key hash of the event id or value
     */
    public record Entry(long key, Span starts, double weight) {}

    /**
     * The densest window that the newest event completed.
     *
     * @param measure what the window measures
     * @param first time of its first event
     * @param last time of its last event
     */
    public record Peak(double measure, long first, long last) {}

    /**
     * One event, counted.
     *
     * @param window the window with the event in it
     * @param isHot whether some window that holds the event has reached the threshold
     * @param peak the densest window that this event made hot; null where none was cold before
     */
    record Step(Window window, boolean isHot, @Nullable Peak peak) {}

    /** The window with one more event. */
    Step next(CorrelationRule rule, Hit hit) {
        long timespan = rule.timespan().toMillis();
        Span reach = new Span(hit.time() - timespan, hit.time());
        List<Level> levels = levels(hit, reach).stream()
                .filter(level -> rule.measure().bounds().holds(level.measure()))
                .toList();
        List<Span> heated = Span.union(
                Stream.concat(hot.stream(), levels.stream().map(Level::starts)).toList());
        Window next = new Window(trimmed(with(hit, reach, heated), heated), heated);
        Optional<Peak> peak = levels.stream()
                .filter(level -> hot.stream().noneMatch(level.starts()::overlaps))
                .max(Comparator.comparingDouble(Level::measure))
                .map(level -> new Peak(
                        level.measure(), level.starts().to(), level.starts().from() + timespan));
        Window bounded = rule.type() == CorrelationRule.Type.VALUE_SUM ? next.coarsened(timespan) : next;
        return new Step(bounded, next.isHotAt(hit.time(), timespan), peak.orElse(null));
    }

    /** Without what no event at or after that window start can reach any more. */
    Window since(long start) {
        if (entries.stream().allMatch(entry -> entry.starts().to() >= start)
                && hot.stream().allMatch(span -> span.to() >= start)) {
            return this;
        }
        return new Window(
                entries.stream().filter(entry -> entry.starts().to() >= start).toList(),
                hot.stream().filter(span -> span.to() >= start).toList());
    }

    /** Whether some window that holds an event of that time has reached the threshold. */
    boolean isHotAt(long time, long timespan) {
        Span reach = new Span(time - timespan, time);
        return hot.stream().anyMatch(reach::overlaps);
    }

    boolean isEmpty() {
        return entries.isEmpty() && hot.isEmpty();
    }

    /** The latest start that anything covers. */
    long lastStart() {
        return Stream.concat(entries.stream().map(Entry::starts), hot.stream())
                .mapToLong(Span::to)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** A run of starts with the same measure. */
    private record Level(Span starts, double measure) {}

    /** How the measure runs over the starts that the hit reaches, with the hit counted. */
    private List<Level> levels(Hit hit, Span reach) {
        Set<Long> keys = new HashSet<>(hit.keys());
        List<Edge> edges = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.starts().overlaps(reach) && !keys.contains(entry.key())) {
                edges.add(new Edge(Math.max(entry.starts().from(), reach.from()), entry.weight()));
                if (entry.starts().to() < reach.to()) {
                    edges.add(new Edge(entry.starts().to() + 1, -entry.weight()));
                }
            }
        }
        edges.sort(Comparator.comparingLong(Edge::start));
        return levels(edges, reach, hit.weight() * keys.size());
    }

    private record Edge(long start, double change) {}

    private static List<Level> levels(List<Edge> edges, Span reach, double base) {
        List<Level> levels = new ArrayList<>();
        double measure = base;
        long from = reach.from();
        for (Edge edge : edges) {
            if (edge.start() > from) {
                levels.add(new Level(new Span(from, edge.start() - 1), measure));
                from = edge.start();
            }
            measure += edge.change();
        }
        levels.add(new Level(new Span(from, reach.to()), measure));
        return levels;
    }

    private List<Entry> with(Hit hit, Span reach, List<Span> heated) {
        boolean isForgotten = hit.weight() == 0
                || heated.stream().anyMatch(span -> span.contains(reach.from()) && span.contains(reach.to()));
        if (isForgotten) {
            return entries;
        }
        Map<Long, List<Span>> covered = new LinkedHashMap<>();
        hit.keys().forEach(key -> covered.put(key, new ArrayList<>(List.of(reach))));
        List<Entry> all = new ArrayList<>(entries.size() + covered.size());
        for (Entry entry : entries) {
            List<Span> starts = covered.get(entry.key());
            if (starts == null) {
                all.add(entry);
            } else {
                starts.add(entry.starts());
            }
        }
        covered.forEach((key, starts) ->
                Span.union(starts).forEach(span -> all.add(new Entry(key, span, hit.weight()))));
        return all;
    }

    private static List<Entry> trimmed(List<Entry> entries, List<Span> hot) {
        if (hot.isEmpty()) {
            return entries;
        }
        List<Entry> trimmed = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            long from = entry.starts().from();
            long to = entry.starts().to();
            for (Span span : hot) {
                from = span.contains(from) ? span.to() + 1 : from;
                to = span.contains(to) ? span.from() - 1 : to;
            }
            if (from <= to) {
                trimmed.add(new Entry(entry.key(), new Span(from, to), entry.weight()));
            }
        }
        return trimmed;
    }

    private Window coarsened(long timespan) {
        if (entries.size() <= MOST_SUMMANDS) {
            return this;
        }
        long width = Math.max(1, timespan / SUB_BUCKETS);
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(entry -> entry.starts().to()));
        List<Entry> merged = new ArrayList<>();
        for (Entry entry : sorted) {
            int last = merged.size() - 1;
            if (last >= 0
                    && merged.get(last).starts().to() / width == entry.starts().to() / width) {
                merged.set(last, merge(merged.get(last), entry));
            } else {
                merged.add(entry);
            }
        }
        return new Window(merged, hot);
    }

    private static Entry merge(Entry one, Entry other) {
        Span starts = new Span(
                Math.min(one.starts().from(), other.starts().from()),
                Math.max(one.starts().to(), other.starts().to()));
        return new Entry(one.key(), starts, one.weight() + other.weight());
    }
}
