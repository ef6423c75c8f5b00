package io.phiwatch.detector.sigma;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Values of which an event must have at least one for a condition to be true: the reason to look at a rule at all.
 *
 * @param pairs at least one; a condition that can be true without any of a small set has no witness
 */
record Witness(Set<Pair> pairs) {
    /** A field that holds a text, case folded. */
    record Pair(String field, String text) {}

    /** More are not worth an entry each in the index. */
    private static final int MAX_PAIRS = 512;

    /** The witness of each condition that has one: of several possible ones, that which the fewest conditions share. */
    static Map<Condition, Witness> rarest(List<Condition> conditions) {
        Map<Pair, Integer> uses = new HashMap<>();
        conditions.forEach(condition -> count(condition, uses));
        Map<Condition, Witness> witnesses = new HashMap<>();
        for (Condition condition : conditions) {
            of(condition, pair -> uses.getOrDefault(pair, 0)).ifPresent(witness -> witnesses.put(condition, witness));
        }
        return witnesses;
    }

    private static void count(Condition condition, Map<Pair, Integer> uses) {
        switch (condition) {
            case Condition.And and -> and.parts().forEach(part -> count(part, uses));
            case Condition.Or or -> or.parts().forEach(part -> count(part, uses));
            case Condition.Item item -> pair(item).ifPresent(pair -> uses.merge(pair, 1, Integer::sum));
            case Condition.Not not -> {}
            case Condition.Keyword keyword -> {}
            case Condition.FieldRef pair -> {}
        }
    }

    private static Optional<Witness> of(Condition condition, ToIntFunction<Pair> cost) {
        return switch (condition) {
            case Condition.And and ->
                and.parts().stream()
                        .flatMap(part -> of(part, cost).stream())
                        .min(Comparator.comparingLong(witness -> witness.pairs().stream()
                                .mapToLong(cost::applyAsInt)
                                .sum()));
            case Condition.Or or -> union(or.parts(), cost);
            case Condition.Item item -> pair(item).map(pair -> new Witness(Set.of(pair)));
            case Condition.Not not -> Optional.empty();
            case Condition.Keyword keyword -> Optional.empty();
            case Condition.FieldRef pair -> Optional.empty();
        };
    }

    private static Optional<Witness> union(List<Condition> parts, ToIntFunction<Pair> cost) {
        Set<Pair> pairs = new HashSet<>();
        for (Condition part : parts) {
            Optional<Witness> witness = of(part, cost);
            if (witness.isEmpty()) {
                return Optional.empty();
            }
            pairs.addAll(witness.get().pairs());
        }
        return pairs.size() > MAX_PAIRS ? Optional.empty() : Optional.of(new Witness(pairs));
    }

    private static Optional<Pair> pair(Condition.Item item) {
        return item.test() instanceof TextTest test
                ? Optional.ofNullable(test.literal()).map(text -> new Pair(item.field(), text))
                : Optional.empty();
    }
}
