package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The rules that events of one route can match, behind an index: the literals that an event holds say which rules to look
 * at. Not thread-safe.
 */
final class Plan<E> {
    private final List<Index<E>> indexes = new ArrayList<>();
    private final List<Candidate<E>> always = new ArrayList<>();
    private final BiConsumer<DetectionRule, RuntimeException> quarantine;

    Plan(
            List<DetectionRule> rules,
            Fields<E> fields,
            Map<String, RuleStats> stats,
            BiConsumer<DetectionRule, RuntimeException> quarantine) {
        this.quarantine = quarantine;
        List<Condition> conditions =
                rules.stream().map(DetectionRule::condition).toList();
        Compiler<E> compiler = new Compiler<>(fields, conditions);
        Map<Condition, Witness> witnesses = Witness.rarest(conditions);
        // first, so that conditions are compiled knowing which literals are searched for anyway
        for (Witness witness : witnesses.values()) {
            witness.pairs().forEach(pair -> compiler.column(pair.field()).register(pair.literal()));
        }
        Map<String, Map<Integer, List<Candidate<E>>>> byField = new LinkedHashMap<>();
        for (DetectionRule rule : rules) {
            RuleStats ofRule = stats.computeIfAbsent(rule.metadata().id(), RuleStats::new);
            Candidate<E> candidate = new Candidate<>(rule, compiler.compile(rule.condition()), ofRule);
            Witness witness = witnesses.get(rule.condition());
            if (witness == null) {
                always.add(candidate);
                continue;
            }
            for (Witness.Pair pair : witness.pairs()) {
                int number = compiler.column(pair.field()).register(pair.literal());
                byField.computeIfAbsent(pair.field(), field -> new LinkedHashMap<>())
                        .computeIfAbsent(number, literal -> new ArrayList<>())
                        .add(candidate);
            }
        }
        byField.forEach((field, entries) -> indexes.add(new Index<>(compiler.column(field), entries)));
    }

    /**
     * Passes each rule that the event matches to the sink, once.
     *
     * @param epoch another one for each event, above 0
     * @param timed whether the time of each rule is taken
     */
    void match(E event, long epoch, boolean timed, Consumer<DetectionRule> sink) {
        for (int i = 0; i < indexes.size(); i++) {
            Index<E> index = indexes.get(i);
            Column<E> column = index.column;
            try {
                column.search(event, epoch);
            } catch (RuntimeException e) {
                quarantineAll(index, epoch, e);
                continue;
            }
            for (int found = 0; found < column.foundCount(); found++) {
                tryAll(index.candidates(column.found(found)), event, epoch, timed, sink);
            }
        }
        tryAll(always, event, epoch, timed, sink);
    }

    private void quarantineAll(Index<E> index, long epoch, RuntimeException failure) {
        for (List<Candidate<E>> candidates : index.byLiteral) {
            for (Candidate<E> candidate : candidates) {
                if (candidate.triedAt != epoch) {
                    candidate.triedAt = epoch;
                    quarantine.accept(candidate.rule, failure);
                }
            }
        }
    }

    private void tryAll(
            List<Candidate<E>> candidates, E event, long epoch, boolean timed, Consumer<DetectionRule> sink) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate<E> candidate = candidates.get(i);
            if (candidate.triedAt != epoch) {
                candidate.triedAt = epoch;
                if (timed ? isTrueTimed(candidate, event, epoch) : isTrue(candidate, event, epoch)) {
                    sink.accept(candidate.rule);
                }
            }
        }
    }

    private boolean isTrueTimed(Candidate<E> candidate, E event, long epoch) {
        long start = System.nanoTime();
        boolean answer = isTrue(candidate, event, epoch);
        candidate.stats.timed(System.nanoTime() - start);
        return answer;
    }

    private boolean isTrue(Candidate<E> candidate, E event, long epoch) {
        boolean answer = false;
        try {
            answer = candidate.condition.isTrue(event, epoch);
        } catch (RuntimeException e) {
            quarantine.accept(candidate.rule, e);
        }
        candidate.stats.evaluated(answer);
        return answer;
    }

    private static final class Candidate<E> {
        private final DetectionRule rule;
        private final Evaluator<E> condition;
        private final RuleStats stats;
        private long triedAt;

        Candidate(DetectionRule rule, Evaluator<E> condition, RuleStats stats) {
            this.rule = rule;
            this.condition = condition;
            this.stats = stats;
        }
    }

    /** The rules to look at for each literal of a column, by its number. */
    private static final class Index<E> {
        private final Column<E> column;
        private final List<List<Candidate<E>>> byLiteral = new ArrayList<>();

        Index(Column<E> column, Map<Integer, List<Candidate<E>>> entries) {
            this.column = column;
            for (int number = 0; number < column.literalCount(); number++) {
                byLiteral.add(entries.getOrDefault(number, List.of()));
            }
        }

        List<Candidate<E>> candidates(int literal) {
            return byLiteral.get(literal);
        }
    }
}
