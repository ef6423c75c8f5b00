package io.phiwatch.detector.sigma;

import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a condition compares fields with numbers, by {@code lt}, {@code lte}, {@code gt} or {@code gte}. */
final class Comparisons {
    private Comparisons() {}

    /** All of them, each once. */
    static Set<Condition.Item> of(Condition condition) {
        return switch (condition) {
            case Condition.And and ->
                and.parts().stream().flatMap(part -> of(part).stream()).collect(Collectors.toSet());
            case Condition.Or or ->
                or.parts().stream().flatMap(part -> of(part).stream()).collect(Collectors.toSet());
            case Condition.Not not -> of(not.part());
            case Condition.Item item -> compares(item) ? Set.of(item) : Set.of();
            case Condition.Keyword keyword -> Set.of();
            case Condition.FieldRef pair -> Set.of();
        };
    }

    /** The condition with that number in each of them. */
    static Condition with(Condition condition, BigDecimal bound) {
        return switch (condition) {
            case Condition.And and ->
                new Condition.And(
                        and.parts().stream().map(part -> with(part, bound)).toList());
            case Condition.Or or ->
                new Condition.Or(
                        or.parts().stream().map(part -> with(part, bound)).toList());
            case Condition.Not not -> new Condition.Not(with(not.part(), bound));
            case Condition.Item item ->
                item.test() instanceof CompareTest test && compares(item)
                        ? new Condition.Item(item.field(), new CompareTest(test.operator(), bound))
                        : item;
            case Condition.Keyword keyword -> keyword;
            case Condition.FieldRef pair -> pair;
        };
    }

    private static boolean compares(Condition.Item item) {
        return item.test() instanceof CompareTest test && test.operator() != CompareTest.Operator.EQ;
    }
}
