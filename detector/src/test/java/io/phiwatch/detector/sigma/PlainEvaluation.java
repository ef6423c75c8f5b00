package io.phiwatch.detector.sigma;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Walks the condition trees of all rules, one after the other: what the matcher must give, got the obvious way. */
final class PlainEvaluation {
    private static final MapFields FIELDS = new MapFields();

    private PlainEvaluation() {}

    static List<DetectionRule> matched(RuleSet rules, Map<String, Object> event) {
        return rules.detections().stream()
                .filter(rule -> holds(rule.condition(), event))
                .toList();
    }

    private static boolean holds(Condition condition, Map<String, Object> event) {
        return switch (condition) {
            case Condition.And and -> and.parts().stream().allMatch(part -> holds(part, event));
            case Condition.Or or -> or.parts().stream().anyMatch(part -> holds(part, event));
            case Condition.Not not -> !holds(not.part(), event);
            case Condition.Item item -> passes(item.test(), value(event, item.field()));
            case Condition.FieldRef pair -> pair.holds(value(event, pair.field()), value(event, pair.other()));
            case Condition.Keyword keyword -> {
                for (Object value : FIELDS.values(event)) {
                    if (keyword.test().test(value)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private static Object value(Map<String, Object> event, String field) {
        return FIELDS.accessor(field).get(event);
    }

    private static boolean passes(ValueTest test, Object value) {
        if (value instanceof Collection<?> values) {
            return values.isEmpty() ? test.test(null) : values.stream().anyMatch(test::test);
        }
        return test.test(value);
    }
}
