package io.phiwatch.benchmarks.match;

import io.phiwatch.detector.sigma.Condition;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Route;
import io.phiwatch.detector.sigma.ValueTest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The baseline: walks the condition tree of every rule that can apply, for every event. Shares nothing. */
final class NaiveMatcher<E> {
    private final List<DetectionRule> rules;
    private final Fields<E> fields;
    private final Map<String, Fields.Accessor<E>> accessors = new HashMap<>();

    NaiveMatcher(List<DetectionRule> rules, Fields<E> fields) {
        this.rules = rules;
        this.fields = fields;
    }

    void match(E event, Route route, Consumer<DetectionRule> sink) {
        for (DetectionRule rule : rules) {
            if (route.leadsTo(rule) && holds(rule.condition(), event)) {
                sink.accept(rule);
            }
        }
    }

    private boolean holds(Condition condition, E event) {
        return switch (condition) {
            case Condition.And and -> and.parts().stream().allMatch(part -> holds(part, event));
            case Condition.Or or -> or.parts().stream().anyMatch(part -> holds(part, event));
            case Condition.Not not -> !holds(not.part(), event);
            case Condition.Item item -> passes(value(item.field(), event), item.test());
            case Condition.FieldRef pair -> pair.holds(value(pair.field(), event), value(pair.other(), event));
            case Condition.Keyword keyword -> anyPasses(fields.values(event), keyword.test());
        };
    }

    private @Nullable Object value(String field, E event) {
        return accessors.computeIfAbsent(field, fields::accessor).get(event);
    }

    private static boolean passes(@Nullable Object value, ValueTest test) {
        if (value instanceof Collection<?> values) {
            return values.isEmpty() ? test.test(null) : values.stream().anyMatch(test::test);
        }
        return test.test(value);
    }

    private static boolean anyPasses(Iterable<?> values, ValueTest test) {
        for (Object value : values) {
            boolean passes = value instanceof Collection<?> inner ? anyPasses(inner, test) : test.test(value);
            if (passes) {
                return true;
            }
        }
        return false;
    }
}
