package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.benchmarks.correlate.Occurrence.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What should fire, found by looking at all events in the order in which they happened: for each event, whether the window
 * that ends with it has enough.
 */
final class Truth {
    private final List<Span> episodes;

    private Truth(List<Span> episodes) {
        this.episodes = episodes;
    }

    static Truth of(List<Occurrence> occurrences, Thresholds thresholds) {
        Map<String, List<Occurrence>> actors = occurrences.stream()
                .sorted(Comparator.comparingLong(Occurrence::time))
                .collect(Collectors.groupingBy(Occurrence::actor));
        List<Span> firings = new ArrayList<>();
        for (List<Occurrence> own : actors.values()) {
            List<Occurrence> reads = only(own, Kind.READ);
            firings.addAll(counted(reads, thresholds.reads()));
            firings.addAll(distinct(reads, thresholds.patients()));
            firings.addAll(ordered(own));
        }
        return new Truth(Span.episodes(firings).stream()
                .map(episode -> new Span(
                        episode.rule(),
                        episode.actor(),
                        // The window of the first firing belongs to it: an engine may count from its first event.
                        episode.from() - episode.rule().millis(),
                        episode.to()))
                .toList());
    }

    /**
     * How right an engine was.
     *
     * @param truth episodes that should be found
     * @param found those that were
     * @param missed those that were not
     * @param wrong episodes that should not be there
     * @param doubled episodes beyond the first of the same true one
     */
    record Verdict(int truth, int found, int missed, int wrong, int doubled) {
        boolean isExact() {
            return missed == 0 && wrong == 0 && doubled == 0;
        }
    }

    Verdict judge(List<Span> alerts) {
        Map<Span.Group, List<Span>> byGroup = alerts.stream().collect(Collectors.groupingBy(Span::group));
        Set<Span> right = new HashSet<>();
        int found = 0;
        int doubled = 0;
        for (Span episode : episodes) {
            List<Span> matching = byGroup.getOrDefault(episode.group(), List.of()).stream()
                    .filter(episode::overlaps)
                    .toList();
            right.addAll(matching);
            found += matching.isEmpty() ? 0 : 1;
            doubled += Math.max(0, matching.size() - 1);
        }
        int wrong =
                (int) alerts.stream().filter(alert -> !right.contains(alert)).count();
        return new Verdict(episodes.size(), found, episodes.size() - found, wrong, doubled);
    }

    private static List<Occurrence> only(List<Occurrence> occurrences, Kind kind) {
        return occurrences.stream().filter(one -> one.kind() == kind).toList();
    }

    private static List<Span> counted(List<Occurrence> reads, int threshold) {
        List<Span> firings = new ArrayList<>();
        for (int last = threshold - 1; last < reads.size(); last++) {
            Occurrence first = reads.get(last - threshold + 1);
            if (reads.get(last).time() - first.time() <= Correlation.COUNT.millis()) {
                firings.add(firing(Correlation.COUNT, reads.get(last)));
            }
        }
        return firings;
    }

    private static List<Span> distinct(List<Occurrence> reads, int threshold) {
        List<Span> firings = new ArrayList<>();
        Map<String, Integer> inWindow = new HashMap<>();
        int first = 0;
        for (Occurrence last : reads) {
            inWindow.merge(last.value(), 1, Integer::sum);
            while (reads.get(first).time() < last.time() - Correlation.DISTINCT.millis()) {
                inWindow.computeIfPresent(reads.get(first).value(), (value, count) -> count == 1 ? null : count - 1);
                first++;
            }
            if (inWindow.size() >= threshold) {
                firings.add(firing(Correlation.DISTINCT, last));
            }
        }
        return firings;
    }

    private static List<Span> ordered(List<Occurrence> own) {
        List<Span> firings = new ArrayList<>();
        long failed = Long.MIN_VALUE / 2;
        for (Occurrence one : own) {
            if (one.kind() == Kind.FAILED_LOGIN) {
                failed = one.time();
            } else if (one.kind() == Kind.EXPORT && one.time() - failed <= Correlation.ORDERED.millis()) {
                firings.add(firing(Correlation.ORDERED, one));
            }
        }
        return firings;
    }

    private static Span firing(Correlation rule, Occurrence last) {
        return new Span(rule, last.actor(), last.time(), last.time());
    }
}
