package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rules of a set compiled into one structure: an index over the values that rules require says which rules to look
 * at, and equal tests of several rules are done once for an event. Not thread-safe: one for each task.
 *
 * @param <E> type of the events
 */
public final class Matcher<E> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Matcher.class);
    private static final List<Surface> SURFACES = List.of(Surface.values());
    private static final String SURFACE_FIELD = "surface";

    private final List<Candidate<E>> always = new ArrayList<>();
    private final List<Index<E>> indexes = new ArrayList<>();
    private final Fields.Accessor<E> surface;
    private final BiConsumer<DetectionRule, RuntimeException> quarantine;
    private long epoch;

    private Matcher(Fields<E> fields, BiConsumer<DetectionRule, RuntimeException> quarantine) {
        this.surface = fields.accessor(SURFACE_FIELD);
        this.quarantine = quarantine;
    }

    /** A matcher of access events: rules about other log sources are left out, and a rule that throws is logged. */
    public static <E> Matcher<E> compile(RuleSet rules, Fields<E> fields) {
        return compile(rules, fields, Matcher::isAboutAccess, Matcher::log);
    }

    /**
     * A matcher of the rules that apply at all.
     *
     * @param applies which rules the events may match, by their log source
     * @param quarantine told of each rule whose evaluation throws; the other rules go on
     */
    public static <E> Matcher<E> compile(
            RuleSet rules,
            Fields<E> fields,
            Predicate<DetectionRule> applies,
            BiConsumer<DetectionRule, RuntimeException> quarantine) {
        List<DetectionRule> detections =
                rules.detections().stream().filter(applies).toList();
        Matcher<E> matcher = new Matcher<>(fields, quarantine);
        Compiler<E> compiler = new Compiler<>(fields);
        Map<Condition, Witness> witnesses =
                Witness.rarest(detections.stream().map(DetectionRule::condition).toList());
        Map<String, Map<String, List<Candidate<E>>>> byField = new LinkedHashMap<>();
        for (DetectionRule rule : detections) {
            Candidate<E> candidate = new Candidate<>(rule, compiler.compile(rule.condition()));
            Witness witness = witnesses.get(rule.condition());
            if (witness == null) {
                matcher.always.add(candidate);
                continue;
            }
            for (Witness.Pair pair : witness.pairs()) {
                byField.computeIfAbsent(pair.field(), field -> new HashMap<>())
                        .computeIfAbsent(pair.text(), text -> new ArrayList<>())
                        .add(candidate);
            }
        }
        byField.forEach((field, entries) -> matcher.indexes.add(new Index<>(compiler.column(field), entries)));
        return matcher;
    }

    /** Whether a rule is about access events, by its log source. */
    public static boolean isAboutAccess(DetectionRule rule) {
        return Logsource.isAccess(rule.logsource());
    }

    private static void log(DetectionRule rule, RuntimeException failure) {
        // the message may quote a value of the event
        LOGGER.atWarn()
                .addKeyValue("ruleId", rule.metadata().id())
                .addKeyValue("reason", failure.getClass().getName())
                .log("rule quarantined for an event");
    }

    /** Passes each rule that the event matches to the sink, once. */
    public void match(E event, Consumer<DetectionRule> sink) {
        epoch++;
        Surface at = surfaceOf(event);
        for (int i = 0; i < indexes.size(); i++) {
            Index<E> index = indexes.get(i);
            Object value;
            try {
                value = index.column.value(event, epoch);
            } catch (RuntimeException e) {
                quarantineAll(index, e);
                continue;
            }
            if (value instanceof Collection<?> values) {
                for (Object one : values) {
                    tryAll(index.candidates(one), event, at, sink);
                }
            } else {
                tryAll(index.candidates(value), event, at, sink);
            }
        }
        tryAll(always, event, at, sink);
    }

    private @Nullable Surface surfaceOf(E event) {
        String name;
        try {
            name = EventValue.text(surface.get(event));
        } catch (RuntimeException e) {
            // an unreadable surface narrows nothing down
            return null;
        }
        for (Surface candidate : SURFACES) {
            if (candidate.name().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    private void quarantineAll(Index<E> index, RuntimeException failure) {
        for (List<Candidate<E>> candidates : index.entries.values()) {
            for (Candidate<E> candidate : candidates) {
                if (candidate.triedAt != epoch) {
                    candidate.triedAt = epoch;
                    quarantine.accept(candidate.rule, failure);
                }
            }
        }
    }

    private void tryAll(List<Candidate<E>> candidates, E event, @Nullable Surface at, Consumer<DetectionRule> sink) {
        for (int i = 0; i < candidates.size(); i++) {
            Candidate<E> candidate = candidates.get(i);
            if (candidate.triedAt == epoch || (at != null && !candidate.surfaces.contains(at))) {
                continue;
            }
            candidate.triedAt = epoch;
            if (isTrue(candidate, event)) {
                sink.accept(candidate.rule);
            }
        }
    }

    private boolean isTrue(Candidate<E> candidate, E event) {
        try {
            return candidate.condition.isTrue(event, epoch);
        } catch (RuntimeException e) {
            quarantine.accept(candidate.rule, e);
            return false;
        }
    }

    private static final class Candidate<E> {
        private final DetectionRule rule;
        private final Set<Surface> surfaces;
        private final Evaluator<E> condition;
        private long triedAt;

        Candidate(DetectionRule rule, Evaluator<E> condition) {
            this.rule = rule;
            this.surfaces = rule.metadata().surfaces();
            this.condition = condition;
        }
    }

    private record Index<E>(Evaluator.Column<E> column, Map<String, List<Candidate<E>>> entries) {
        List<Candidate<E>> candidates(@Nullable Object value) {
            String text = EventValue.text(value);
            return text == null ? List.of() : entries.getOrDefault(EventValue.fold(text), List.of());
        }
    }
}
