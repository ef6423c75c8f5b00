package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Presence;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The chains that satisfy an ordered correlation: matches of different rules, in the order in which the correlation
 * lists them. With bounds, every choice of as many rules as the bounds ask for; with a condition string, every smallest
 * choice of rules that satisfies it when what must not happen is left out.
 */
final class Chains {
    private static final int MOST = 1_000;

    private Chains() {}

    /** For each chain its steps, as places among the rules. */
    static List<List<Integer>> of(CorrelationRule rule) {
        Presence presence = rule.measure().presence();
        Set<Set<Integer>> choices =
                presence == null ? choices(rule.rules().size(), needed(rule)) : choices(presence, rule.rules());
        return choices.stream()
                .map(choice -> choice.stream()
                        .sorted()
                        // A rule that is listed twice is known by its first place.
                        .map(step -> rule.rules().indexOf(rule.rules().get(step)))
                        .toList())
                .toList();
    }

    /** The smallest number of rules within the bounds. */
    private static int needed(CorrelationRule rule) {
        return IntStream.rangeClosed(1, rule.rules().size())
                .filter(rule.measure().bounds()::holds)
                .findFirst()
                .orElse(rule.rules().size());
    }

    private static Set<Set<Integer>> choices(int rules, int needed) {
        Set<Set<Integer>> choices = Set.of(Set.of());
        for (int size = 0; size < needed; size++) {
            Set<Set<Integer>> larger = new LinkedHashSet<>();
            for (Set<Integer> choice : choices) {
                int from = choice.stream().mapToInt(step -> step + 1).max().orElse(0);
                for (int step = from; step < rules; step++) {
                    larger.add(union(choice, Set.of(step)));
                }
            }
            choices = bounded(larger);
        }
        return choices;
    }

    private static Set<Set<Integer>> choices(Presence presence, List<String> rules) {
        return switch (presence) {
            case Presence.Seen seen -> Set.of(Set.of(rules.indexOf(seen.ruleId())));
            case Presence.No no -> Set.of(Set.of());
            case Presence.Any any -> {
                Set<Set<Integer>> choices = new LinkedHashSet<>();
                any.parts().forEach(part -> choices.addAll(choices(part, rules)));
                yield smallest(choices);
            }
            case Presence.All all -> {
                Set<Set<Integer>> choices = Set.of(Set.of());
                for (Presence part : all.parts()) {
                    choices = smallest(product(choices, choices(part, rules)));
                }
                yield choices;
            }
        };
    }

    private static Set<Set<Integer>> product(Set<Set<Integer>> some, Set<Set<Integer>> others) {
        Set<Set<Integer>> product = new LinkedHashSet<>();
        some.forEach(one -> others.forEach(other -> product.add(union(one, other))));
        return bounded(product);
    }

    private static Set<Set<Integer>> smallest(Set<Set<Integer>> choices) {
        Set<Set<Integer>> smallest = new LinkedHashSet<>(choices);
        smallest.removeIf(choice ->
                choices.stream().anyMatch(other -> other.size() < choice.size() && choice.containsAll(other)));
        return bounded(smallest);
    }

    private static Set<Set<Integer>> bounded(Set<Set<Integer>> choices) {
        if (choices.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " chains of rules would satisfy the correlation");
        }
        return choices;
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> union = new HashSet<>(one);
        union.addAll(other);
        return Set.copyOf(union);
    }

    /** The most rules of which some events of these, in their order, are matches in the order of the rules. */
    static int longest(Collection<Event> events, int rules) {
        int[] longest = new int[rules];
        int most = 0;
        for (Event event : events) {
            // From the last rule to the first, so that one event is one step.
            for (int rule : event.counted().rules().reversed()) {
                int before = IntStream.range(0, rule)
                        .map(step -> longest[step])
                        .max()
                        .orElse(0);
                longest[rule] = Math.max(longest[rule], before + 1);
                most = Math.max(most, longest[rule]);
            }
        }
        return most;
    }
}
