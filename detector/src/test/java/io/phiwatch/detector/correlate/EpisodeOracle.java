package io.phiwatch.detector.correlate;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Presence;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says which alerts a rule has to end with, the slow and obvious way: from all events at once, in order. */
final class EpisodeOracle {
    private static final Comparator<Signal> BY_TIME_AND_ID = Comparator.comparing(EpisodeOracle::time)
            .thenComparing(signal -> signal.getRef().getEventId());

    private final CorrelationRule rule;
    private final long timespan;

    EpisodeOracle(CorrelationRule rule) {
        this.rule = rule;
        this.timespan = rule.timespan().toMillis();
    }

    /** An alert, when all is said. */
    record Expected(long first, long last, long hits) {}

    /** The alerts of one group, in order. */
    List<Expected> episodes(Collection<Signal> arrived) {
        TreeSet<Signal> events = new TreeSet<>(BY_TIME_AND_ID);
        events.addAll(arrived);
        TreeSet<Signal> hot = new TreeSet<>(BY_TIME_AND_ID);
        long covered = Long.MIN_VALUE;
        for (Signal start : events) {
            List<Signal> window = events.stream()
                    .filter(event -> time(start) <= time(event) && time(event) <= time(start) + timespan)
                    .toList();
            boolean isMaximal = time(window.getLast()) > covered;
            covered = Math.max(covered, time(window.getLast()));
            if ((isMaximal || !rule.isDeferred()) && isSatisfied(window)) {
                hot.addAll(window);
            }
        }
        List<Expected> episodes = new ArrayList<>();
        for (Signal event : hot) {
            Expected last = episodes.isEmpty() ? null : episodes.getLast();
            if (last != null && time(event) - last.last <= timespan) {
                episodes.set(episodes.size() - 1, new Expected(last.first, time(event), last.hits + 1));
            } else {
                episodes.add(new Expected(time(event), time(event), 1));
            }
        }
        return episodes;
    }

    private boolean isSatisfied(List<Signal> window) {
        CorrelationRule.Measure measure = rule.measure();
        CorrelationRule.Ratio ratio = rule.extensions().ratio();
        return switch (rule.type()) {
            case EVENT_COUNT -> measure.bounds().holds(window.size()) && (ratio == null || isShare(window, ratio));
            case VALUE_COUNT -> measure.bounds().holds(values(window));
            case VALUE_SUM -> measure.bounds().holds(sum(window));
            case VALUE_AVG -> measure.bounds().holds(sum(window) / window.size());
            case VALUE_MEDIAN -> measure.bounds().holds(percentile(window, 50));
            case VALUE_PERCENTILE ->
                measure.bounds().holds(percentile(window, measure.percentile() == null ? 50 : measure.percentile()));
            case TEMPORAL ->
                measure.presence() == null
                        ? measure.bounds().holds(seen(window).size())
                        : measure.presence().holds(seen(window));
            case TEMPORAL_ORDERED ->
                measure.presence() == null
                        ? measure.bounds().holds(longestChain(window, 0, 0))
                        : measure.presence().holds(seen(window)) && holdsChain(window);
        };
    }

    private static boolean isShare(List<Signal> window, CorrelationRule.Ratio ratio) {
        long matched = window.stream()
                .filter(event -> EventReader.matched(event).contains(ratio.of()))
                .count();
        return ratio.bounds().holds((double) matched / window.size());
    }

    private double values(List<Signal> window) {
        Integer widest = rule.extensions().sequence();
        if (widest != null) {
            return Math.max(longestRow(window, null, 1, widest), longestRow(window, null, -1, widest));
        }
        Integer most = rule.extensions().maxPerValue();
        Map<String, Integer> events = new HashMap<>();
        window.forEach(
                event -> new HashSet<>(event.getValues()).forEach(value -> events.merge(value, 1, Integer::sum)));
        return events.values().stream()
                .filter(count -> most == null || count <= most)
                .count();
    }

    private static int longestRow(List<Signal> rest, @Nullable Long before, int sign, int widest) {
        int longest = 0;
        for (int i = 0; i < rest.size(); i++) {
            long number = Long.parseLong(rest.get(i).getValues().getFirst());
            long step = before == null ? 1 : sign * (number - before);
            if (1 <= step && step <= widest) {
                longest = Math.max(longest, 1 + longestRow(rest.subList(i + 1, rest.size()), number, sign, widest));
            }
        }
        return longest;
    }

    private static double sum(List<Signal> window) {
        return window.stream().mapToDouble(Signal::getAmount).sum();
    }

    private static double percentile(List<Signal> window, double percentile) {
        List<Double> sorted = window.stream().map(Signal::getAmount).sorted().toList();
        double place = percentile / 100 * (sorted.size() - 1);
        double below = sorted.get((int) Math.floor(place));
        double above = sorted.get((int) Math.ceil(place));
        return below + (place - Math.floor(place)) * (above - below);
    }

    private static Set<String> seen(List<Signal> window) {
        Set<String> seen = new HashSet<>();
        window.forEach(event -> seen.addAll(EventReader.matched(event)));
        return seen;
    }

    /** The most rules that can be found in their order, from that event and that rule on. */
    private int longestChain(List<Signal> window, int event, int step) {
        if (event == window.size() || step == rule.rules().size()) {
            return 0;
        }
        int longest = Math.max(longestChain(window, event + 1, step), longestChain(window, event, step + 1));
        boolean isStep =
                EventReader.matched(window.get(event)).contains(rule.rules().get(step));
        return isStep ? Math.max(longest, 1 + longestChain(window, event + 1, step + 1)) : longest;
    }

    /** Whether rules that the condition is content with, bar what must not be, were seen in the order of the rules. */
    private boolean holdsChain(List<Signal> window) {
        Map<Set<String>, Boolean> tried = new HashMap<>();
        int rules = rule.rules().size();
        for (int choice = 0; choice < 1 << rules; choice++) {
            List<String> chain = new ArrayList<>();
            for (int i = 0; i < rules; i++) {
                if ((choice & 1 << i) != 0) {
                    chain.add(rule.rules().get(i));
                }
            }
            Set<String> chosen = new HashSet<>(chain);
            if (asks(rule.measure().presence(), chosen) && isChain(window, chain)) {
                tried.put(chosen, true);
            }
        }
        return !tried.isEmpty();
    }

    private static boolean asks(@Nullable Presence presence, Set<String> chosen) {
        return switch (presence) {
            case Presence.Seen seen -> chosen.contains(seen.ruleId());
            case Presence.No no -> true;
            case Presence.Any any -> any.parts().stream().anyMatch(part -> asks(part, chosen));
            case Presence.All all -> all.parts().stream().allMatch(part -> asks(part, chosen));
            case null -> true;
        };
    }

    private static boolean isChain(List<Signal> window, List<String> chain) {
        int step = 0;
        for (Signal event : window) {
            if (step < chain.size() && EventReader.matched(event).contains(chain.get(step))) {
                step++;
            }
        }
        return step == chain.size();
    }

    /** By alert id, the last that was told: superseded ones are gone. */
    static List<Expected> told(List<Alert> alerts) {
        Map<String, Alert> last = new TreeMap<>();
        alerts.forEach(alert -> last.put(alert.getAlertId(), alert));
        return last.values().stream()
                .filter(alert -> alert.getState() != AlertState.superseded)
                .map(alert -> new Expected(
                        alert.getFirstEventTime().toEpochMilli(),
                        alert.getLastEventTime().toEpochMilli(),
                        alert.getHits()))
                .sorted(Comparator.comparingLong(Expected::first))
                .toList();
    }

    private static long time(Signal signal) {
        return signal.getRef().getEventTime().toEpochMilli();
    }
}
