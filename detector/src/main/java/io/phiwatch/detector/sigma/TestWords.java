package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Conditions in words. They quote the rule, never an event. */
final class TestWords {
    private TestWords() {}

    /** A condition over one field, or over the whole event. */
    static String of(Condition condition) {
        List<Condition> values = alternatives(condition);
        if (values.size() > 1 && values.getFirst() instanceof Condition.Item item) {
            String joint = condition instanceof Condition.And ? " and " : " or ";
            return item.field()
                    + ' '
                    + values.stream()
                            .map(value -> of(((Condition.Item) value).test()))
                            .collect(Collectors.joining(joint));
        }
        return switch (condition) {
            case Condition.Item item -> item.field() + ' ' + of(item.test());
            case Condition.Keyword keyword -> "any value " + of(keyword.test());
            default -> condition.toString();
        };
    }

    /** The tests of one field of which one must pass, or all; a list of nothing where it is something else. */
    static List<Condition> alternatives(Condition condition) {
        List<Condition> parts = switch (condition) {
            case Condition.And and -> and.parts();
            case Condition.Or or -> or.parts();
            default -> List.<Condition>of();
        };
        boolean isOneField = parts.stream().allMatch(Condition.Item.class::isInstance)
                && parts.stream()
                                .map(part -> ((Condition.Item) part).field())
                                .distinct()
                                .count()
                        == 1;
        return isOneField ? parts : List.of();
    }

    private static String of(ValueTest test) {
        return switch (test) {
            case ExistsTest exists -> "is there";
            case CompareTest compare ->
                switch (compare.operator()) {
                            case LT -> "< ";
                            case LTE -> "<= ";
                            case GT -> "> ";
                            case GTE -> ">= ";
                            case EQ -> "= ";
                        }
                        + compare.bound().toPlainString();
            case NetworkTest network -> "is in a network of " + network.prefix() + " bits";
            case RegexTest regex -> "has a match of " + regex;
            case TextTest text -> text(text.toString());
            default -> test.toString().toLowerCase(Locale.ROOT);
        };
    }

    private static String text(String quoted) {
        boolean isPattern = quoted.indexOf('*') >= 0 || quoted.indexOf('?') >= 0;
        return (isPattern ? "is like " : "is ") + quoted;
    }
}
