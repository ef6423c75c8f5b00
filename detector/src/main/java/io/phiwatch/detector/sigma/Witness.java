package io.phiwatch.detector.sigma;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Literals of which an event must hold at least one for a condition to be true: the reason to look at a rule at all.
 *
 * @param pairs at least one; a condition that can be true without any of a small set has no witness
 */
record Witness(Set<Pair> pairs) {
    /** Stands for all values of the event, in which keywords are searched. */
    static final String ANY_FIELD = "";

    /** A field that holds a literal. */
    record Pair(String field, Literal literal) {
        /** Short texts are found by chance; the more so where any place will do. */
        private long commonness() {
            int length = literal.text().length();
            boolean anywhere = literal.isAnywhere();
            int rare = anywhere ? RARE_ANYWHERE : RARE_IN_PLACE;
            return length >= rare ? 1 : 1L << (2 * (rare - length));
        }
    }

    private static final int RARE_ANYWHERE = 5;
    private static final int RARE_IN_PLACE = 2;
    /** More are not worth an entry each in the index. */
    private static final int MAX_PAIRS = 512;

    /** The witness of each condition that has one: of several possible ones, the one that the fewest events hold. */
    static Map<Condition, Witness> rarest(List<Condition> conditions) {
        Map<Pair, Integer> uses = new HashMap<>();
        conditions.forEach(condition -> count(condition, uses));
        Map<Condition, Witness> witnesses = new HashMap<>();
        for (Condition condition : conditions) {
            of(condition, pair -> uses.getOrDefault(pair, 1) * pair.commonness())
                    .ifPresent(witness -> witnesses.put(condition, witness));
        }
        return witnesses;
    }

    /** What many rules name is taken for what many events hold. */
    private static void count(Condition condition, Map<Pair, Integer> uses) {
        switch (condition) {
            case Condition.And and -> and.parts().forEach(part -> count(part, uses));
            case Condition.Or or -> or.parts().forEach(part -> count(part, uses));
            case Condition.Not not -> {}
            case Condition.FieldRef pair -> {}
            case Condition.Item item -> count(pair(item), uses);
            case Condition.Keyword keyword -> count(pair(keyword), uses);
        }
    }

    private static void count(@Nullable Pair pair, Map<Pair, Integer> uses) {
        if (pair != null) {
            uses.merge(pair, 1, Integer::sum);
        }
    }

    private static Optional<Witness> of(Condition condition, ToLongFunction<Pair> cost) {
        return switch (condition) {
            case Condition.And and ->
                and.parts().stream()
                        .flatMap(part -> of(part, cost).stream())
                        .min(Comparator.comparingLong(witness -> witness.cost(cost)));
            case Condition.Or or -> union(or.parts(), cost);
            case Condition.Not not -> Optional.empty();
            case Condition.FieldRef pair -> Optional.empty();
            case Condition.Item item -> of(pair(item));
            case Condition.Keyword keyword -> of(pair(keyword));
        };
    }

    private static Optional<Witness> of(@Nullable Pair pair) {
        return pair == null ? Optional.empty() : Optional.of(new Witness(Set.of(pair)));
    }

    private long cost(ToLongFunction<Pair> ofPair) {
        return pairs.stream().mapToLong(ofPair).sum();
    }

    private static Optional<Witness> union(List<Condition> parts, ToLongFunction<Pair> cost) {
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

    /** The literal that each value that passes the test of an item or a keyword holds; null where there is none. */
    static @Nullable Pair pair(Condition condition) {
        return switch (condition) {
            case Condition.Item item -> pair(item.field(), item.test());
            case Condition.Keyword keyword -> pair(ANY_FIELD, keyword.test());
            default -> null;
        };
    }

    private static @Nullable Pair pair(String field, ValueTest test) {
        Literal literal = test instanceof TextTest text
                ? text.literal()
                : test instanceof RegexTest regex ? regex.literal() : null;
        return literal == null ? null : new Pair(field, literal);
    }
}
