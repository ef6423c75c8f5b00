package io.phiwatch.detector.sigma;

import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells why rules do or do not match one event. Each part of a condition is judged by the matcher itself, so that the
 * reasons are those that count.
 *
 * @param <E> type of the events
 */
public final class Explain<E> {
    private static final String SURFACE = "surface";

    private final RuleSet rules;
    private final Fields<E> fields;
    private final Predicate<DetectionRule> applies;
    private final boolean showValues;

    /**
     * Explains rules of that set.
     *
     * @param applies which rules look at such events at all, by their log source
     * @param showValues whether values of the event are told; else only what kind they are of
     */
    public Explain(RuleSet rules, Fields<E> fields, Predicate<DetectionRule> applies, boolean showValues) {
        this.rules = rules;
        this.fields = fields;
        this.applies = applies;
        this.showValues = showValues;
    }

    /**
     * A part of the reason.
     *
     * @param text what is asked, such as {@code all of} or {@code actor.kind is 'staff'}
     * @param isTrue whether the event has it
     * @param found what the event has in the field that is asked for; null where no single field is
     * @param parts the parts that it consists of
     */
    public record Reason(
            String text, boolean isTrue, @Nullable String found, List<Reason> parts) {
        public Reason {
            parts = List.copyOf(parts);
        }

        private static Reason of(String text, List<Reason> parts) {
            return new Reason(text, parts.stream().allMatch(Reason::isTrue), null, parts);
        }
    }

    /** Why the rule does or does not match the event; a correlation matches where it counts the event. */
    public Reason why(Rule rule, E event) {
        return why(rule, event, new HashSet<>());
    }

    private Reason why(Rule rule, E event, Set<String> above) {
        return switch (rule) {
            case DetectionRule detection -> why(detection, event);
            case CorrelationRule correlation -> why(correlation, event, above);
        };
    }

    private Reason why(DetectionRule rule, E event) {
        List<Reason> parts = new ArrayList<>();
        if (!applies.test(rule)) {
            parts.add(new Reason("is about such events, not about " + rule.logsource(), false, null, List.of()));
        }
        Set<Surface> surfaces = rule.metadata().surfaces();
        Object surface = fields.accessor(SURFACE).get(event);
        boolean isKnown =
                Arrays.stream(Surface.values()).anyMatch(known -> known.name().equals(EventValue.text(surface)));
        if (isKnown && surfaces.size() < Surface.values().length) {
            String names = surfaces.stream().map(Surface::name).sorted().collect(Collectors.joining(", "));
            boolean isAmong = surfaces.stream().anyMatch(one -> one.name().equals(EventValue.text(surface)));
            parts.add(new Reason("surface is one of " + names, isAmong, found(SURFACE, event), List.of()));
        }
        parts.add(why(rule.condition(), rule, event));
        return Reason.of("rule " + rule.metadata().name(), parts);
    }

    private Reason why(CorrelationRule rule, E event, Set<String> above) {
        above.add(rule.metadata().id());
        List<Reason> parts = new ArrayList<>();
        List<Reason> over = rule.rules().stream()
                .filter(id -> !above.contains(id))
                .map(rules::byId)
                .flatMap(Optional::stream)
                .map(referred -> why(referred, event, above))
                .toList();
        parts.add(new Reason(
                "one of the rules that it is over matches", over.stream().anyMatch(Reason::isTrue), null, over));
        rule.grouping().names().forEach(name -> parts.add(isThere("its group has " + name, rule, name, event)));
        rule.measure().field().forEach(name -> parts.add(isThere("it measures " + name, rule, name, event)));
        return Reason.of("correlation " + rule.metadata().name(), parts);
    }

    /** An alias stands for the field of whichever rule matched: here, for any of them. */
    private Reason isThere(String text, CorrelationRule rule, String name, E event) {
        List<String> stoodFor = rule.rules().stream()
                .map(id -> rule.grouping().fieldOf(name, id))
                .distinct()
                .toList();
        String field = stoodFor.stream()
                .filter(candidate -> !isAbsent(fields.accessor(candidate).get(event)))
                .findFirst()
                .orElse(name);
        boolean isThere = !isAbsent(fields.accessor(field).get(event));
        return new Reason(text, isThere, found(field, event), List.of());
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null || (value instanceof Collection<?> many && many.isEmpty());
    }

    private Reason why(Condition condition, DetectionRule rule, E event) {
        boolean isTrue = isTrue(condition, rule, event);
        List<Condition> values = TestWords.alternatives(condition);
        if (values.size() > 1 && values.getFirst() instanceof Condition.Item item) {
            return new Reason(TestWords.of(condition), isTrue, found(item.field(), event), List.of());
        }
        return switch (condition) {
            case Condition.And and -> new Reason("all of", isTrue, null, why(and.parts(), rule, event));
            case Condition.Or or -> new Reason("one of", isTrue, null, why(or.parts(), rule, event));
            case Condition.Not not -> new Reason("not", isTrue, null, why(List.of(not.part()), rule, event));
            case Condition.Item item ->
                new Reason(TestWords.of(condition), isTrue, found(item.field(), event), List.of());
            default -> new Reason(TestWords.of(condition), isTrue, null, List.of());
        };
    }

    private List<Reason> why(List<Condition> parts, DetectionRule rule, E event) {
        return parts.stream().map(part -> why(part, rule, event)).toList();
    }

    /** What the matcher says of that part alone; one that throws is not true. */
    private boolean isTrue(Condition condition, DetectionRule rule, E event) {
        DetectionRule part = new DetectionRule(
                rule.metadata().withSurfaces(EnumSet.allOf(Surface.class)),
                rule.logsource(),
                condition,
                Duration.ZERO,
                false);
        RuleSet alone = RuleSet.faultless(new RuleParser.Result(List.of(part), List.of()));
        List<DetectionRule> matched = new ArrayList<>();
        Matcher.compile(alone, fields, any -> true, (faulty, failure) -> {}).match(event, matched::add);
        return !matched.isEmpty();
    }

    private String found(String field, E event) {
        return found(fields.accessor(field).get(event));
    }

    private String found(@Nullable Object value) {
        return switch (value) {
            case null -> "absent";
            // words of a closed vocabulary, which can't be PHI
            case Enum<?> word -> "'" + word.name() + "'";
            case Boolean truth -> truth.toString();
            case Collection<?> many -> found(many);
            default -> showValues ? "'" + EventValue.text(value) + "'" : kind(value);
        };
    }

    private String found(Collection<?> many) {
        if (many.isEmpty()) {
            return "absent (a list of nothing)";
        }
        return showValues
                ? many.stream().map(this::found).collect(Collectors.joining(", ", "[", "]"))
                : "a list of " + many.size();
    }

    private static String kind(Object value) {
        return switch (value) {
            case Number number -> "a number";
            case Instant time -> "a time";
            case CharSequence text -> "a text of " + text.length() + " characters";
            default -> "a " + value.getClass().getSimpleName();
        };
    }
}
