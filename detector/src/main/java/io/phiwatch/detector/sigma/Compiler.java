package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles conditions of many rules into evaluators; equal conditions become one, and so do columns. */
final class Compiler<E> {
    private static final int GLANCE = 1;
    private static final int TEST = 4;
    static final int PAIR = 16;
    private static final int SEARCH = 32;
    private static final int REGEX = 256;
    /** What behaviour adds is added up, or read from a store, once it is asked for. */
    private static final int LOOK_UP = 1024;

    private static final int MAX_COST = 1 << 20;

    private final Fields<E> fields;
    private final Map<String, Column<E>> columns = new HashMap<>();
    private final Map<Condition, Evaluator<E>> shared = new HashMap<>();

    private final Map<Condition, Integer> uses = new HashMap<>();

    /** A compiler of those conditions. */
    Compiler(Fields<E> fields, List<Condition> conditions) {
        this.fields = fields;
        conditions.forEach(this::countParts);
    }

    private void countParts(Condition condition) {
        if (condition instanceof Condition.And and) {
            and.parts().forEach(part -> {
                uses.merge(part, 1, Integer::sum);
                countParts(part);
            });
        }
    }

    /** The column of a field; of all values where the name is {@link Witness#ANY_FIELD}. */
    Column<E> column(String field) {
        return columns.computeIfAbsent(
                field,
                name -> name.equals(Witness.ANY_FIELD) ? Column.ofAllValues(fields) : Column.of(fields.accessor(name)));
    }

    Evaluator<E> compile(Condition condition) {
        Evaluator<E> known = shared.get(condition);
        if (known != null) {
            return known;
        }
        Evaluator<E> compiled = switch (condition) {
            case Condition.And and -> all(and.parts());
            case Condition.Or or -> any(or.parts());
            case Condition.Not not -> new Evaluator.Inverse<>(compile(not.part()));
            case Condition.Item item -> single(item.field(), item.test());
            case Condition.FieldRef pair -> new Evaluator.FieldPair<>(column(pair.field()), column(pair.other()), pair);
            case Condition.Keyword keyword -> single(Witness.ANY_FIELD, keyword.test());
        };
        shared.put(condition, compiled);
        return compiled;
    }

    /** Of cheap parts, what few rules ask comes first: what many ask is mostly true, or the index would not lead here. */
    private Evaluator<E> all(List<Condition> parts) {
        List<Evaluator<E>> evaluators = parts.stream()
                .sorted(Comparator.comparingInt(part -> uses.getOrDefault(part, 1)))
                .map(this::compile)
                .toList();
        return new Evaluator.All<>(cheapestFirst(evaluators), cost(evaluators));
    }

    /** Literals of one field are asked for together. */
    private Evaluator<E> any(List<Condition> parts) {
        Map<String, List<Literal>> literals = new LinkedHashMap<>();
        List<Evaluator<E>> evaluators = new ArrayList<>();
        for (Condition part : parts) {
            Witness.Pair pair = decisive(part);
            if (pair == null) {
                evaluators.add(compile(part));
            } else {
                literals.computeIfAbsent(pair.field(), field -> new ArrayList<>())
                        .add(pair.literal());
            }
        }
        literals.forEach((field, texts) -> evaluators.add(holds(column(field), texts)));
        return evaluators.size() == 1
                ? evaluators.getFirst()
                : new Evaluator.Any<>(cheapestFirst(evaluators), cost(evaluators));
    }

    private static Witness.@Nullable Pair decisive(Condition condition) {
        ValueTest test = switch (condition) {
            case Condition.Item item -> item.test();
            case Condition.Keyword keyword -> keyword.test();
            default -> null;
        };
        return test instanceof TextTest text && text.isLiteral() ? Witness.pair(condition) : null;
    }

    private Evaluator<E> single(String field, ValueTest test) {
        Column<E> column = column(field);
        Evaluator<E> tested = new Evaluator.Tested<>(column, test, cost(field, test));
        if (test instanceof RegexTest regex) {
            Literal required = regex.literal();
            return required == null
                    ? tested
                    : new Evaluator.All<>(
                            cheapestFirst(List.of(holds(column, List.of(required)), tested)), tested.cost());
        }
        Literal literal = test instanceof TextTest text && text.isLiteral() ? text.literal() : null;
        // a literal in a known place is quicker to compare than to search for, unless the search is done anyway
        boolean search = literal != null && (literal.isAnywhere() || column.knows(literal));
        return search ? holds(column, List.of(literal)) : tested;
    }

    private Evaluator<E> holds(Column<E> column, List<Literal> literals) {
        boolean searched = column.literalCount() > 0;
        int[] numbers = literals.stream().mapToInt(column::register).distinct().toArray();
        return new Evaluator.Holds<>(column, numbers, searched ? GLANCE : SEARCH);
    }

    private static int cost(String field, ValueTest test) {
        int cost = test instanceof RegexTest ? REGEX : test instanceof ExistsTest ? GLANCE : TEST;
        if (field.startsWith(Profile.PREFIX)) {
            return cost + LOOK_UP;
        }
        return field.equals(Witness.ANY_FIELD) ? cost * SEARCH : cost;
    }

    private int cost(List<Evaluator<E>> evaluators) {
        return Math.min(MAX_COST, evaluators.stream().mapToInt(Evaluator::cost).sum());
    }

    private Evaluator<E>[] cheapestFirst(List<Evaluator<E>> evaluators) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of evaluators of E, filled with nothing else
        Evaluator<E>[] sorted = evaluators.toArray(new Evaluator[0]);
        // the sort is stable, and does not tell a test from a glance
        Arrays.sort(sorted, Comparator.comparingInt(evaluator -> Math.max(TEST, evaluator.cost())));
        return sorted;
    }
}
