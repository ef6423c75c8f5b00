package io.phiwatch.benchmarks.correlate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A stretch in which a rule fired for an actor.
 *
 * @param from epoch milliseconds
 * @param to epoch milliseconds, inclusive
 */
record Span(Correlation rule, String actor, long from, long to) {
    /** What spans are about. */
    record Group(Correlation rule, String actor) {}

    Group group() {
        return new Group(rule, actor);
    }

    boolean overlaps(Span other) {
        return from <= other.to && other.from <= to;
    }

    /** Firings that follow each other within the rule's timespan are one episode, whatever their order was. */
    static List<Span> episodes(List<Span> firings) {
        Map<Group, List<Span>> groups = firings.stream().collect(Collectors.groupingBy(Span::group));
        return groups.values().stream().flatMap(all -> joined(all).stream()).toList();
    }

    private static List<Span> joined(List<Span> firings) {
        List<Span> episodes = new ArrayList<>();
        firings.stream().sorted(Comparator.comparingLong(Span::from)).forEach(firing -> {
            Span last = episodes.isEmpty() ? null : episodes.getLast();
            if (last != null && firing.from <= last.to + last.rule.millis()) {
                episodes.set(
                        episodes.size() - 1, new Span(last.rule, last.actor, last.from, Math.max(last.to, firing.to)));
            } else {
                episodes.add(firing);
            }
        });
        return episodes;
    }
}
