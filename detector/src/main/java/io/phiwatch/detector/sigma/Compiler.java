package io.phiwatch.detector.sigma;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compiles conditions of many rules into evaluators; equal conditions become one, and so do columns. */
final class Compiler<E> {
    private final Fields<E> fields;
    private final Map<String, Evaluator.Column<E>> columns = new HashMap<>();
    private final Map<Condition, Evaluator<E>> shared = new HashMap<>();

    Compiler(Fields<E> fields) {
        this.fields = fields;
    }

    Evaluator.Column<E> column(String field) {
        return columns.computeIfAbsent(field, name -> new Evaluator.Column<>(fields.accessor(name)));
    }

    Evaluator<E> compile(Condition condition) {
        Evaluator<E> known = shared.get(condition);
        if (known != null) {
            return known;
        }
        Evaluator<E> compiled = switch (condition) {
            case Condition.And and -> new Evaluator.All<>(all(and.parts()));
            case Condition.Or or -> new Evaluator.Any<>(all(or.parts()));
            case Condition.Not not -> new Evaluator.Inverse<>(compile(not.part()));
            case Condition.Item item -> new Evaluator.FieldTest<>(column(item.field()), item.test());
            case Condition.FieldRef pair -> new Evaluator.FieldPair<>(column(pair.field()), column(pair.other()), pair);
            case Condition.Keyword keyword -> new Evaluator.Search<>(fields, keyword.test());
        };
        shared.put(condition, compiled);
        return compiled;
    }

    private Evaluator<E>[] all(List<Condition> parts) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of evaluators of E, filled with nothing else
        Evaluator<E>[] evaluators = new Evaluator[parts.size()];
        for (int i = 0; i < evaluators.length; i++) {
            evaluators[i] = compile(parts.get(i));
        }
        return evaluators;
    }
}
