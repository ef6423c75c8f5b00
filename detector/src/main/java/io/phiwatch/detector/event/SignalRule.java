package io.phiwatch.detector.event;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A correlation rule with its fields resolved: derives the signals of a matched event. Immutable. */
public final class SignalRule {
    private static final String TUPLE_SEPARATOR = "\u001f";
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private static final String ACTOR = "actor.id";

    private final CorrelationRule rule;
    private final Map<String, Readers> readers = new HashMap<>();
    private final EntityIdentity entity;
    private final boolean isByActor;

    /** How events that matched one rule are read: an alias stands for another field in each. */
    private record Readers(
            List<Fields.Accessor<EnrichedEvent>> groupBy, List<Fields.Accessor<EnrichedEvent>> measured) {}

    public SignalRule(CorrelationRule rule, Fields<EnrichedEvent> fields) {
        this.rule = rule;
        for (String referred : rule.rules()) {
            readers.put(
                    referred,
                    new Readers(
                            readers(rule.grouping().names(), referred, fields),
                            readers(rule.measure().field(), referred, fields)));
        }
        this.entity = new EntityIdentity(rule.metadata().entity(), fields);
        this.isByActor = rule.level() == 0
                && rule.grouping().names().stream()
                        .anyMatch(name -> rule.rules().stream()
                                .allMatch(referred ->
                                        rule.grouping().fieldOf(name, referred).equals(ACTOR)));
    }

    private List<Fields.Accessor<EnrichedEvent>> readers(
            List<String> names, String referred, Fields<EnrichedEvent> fields) {
        return names.stream()
                .map(name -> fields.accessor(rule.grouping().fieldOf(name, referred)))
                .toList();
    }

    /** Id of the correlation. */
    public String id() {
        return rule.metadata().id();
    }

    public RuleMetadata metadata() {
        return rule.metadata();
    }

    /**
     * Whether all that it counts is known to the task that matches: events alone, each group of one actor. What a
     * correlation over others counts comes from elsewhere.
     */
    public boolean isByActor() {
        return isByActor;
    }

    /** How the correlation refers to the rule: by its id, or by its name. */
    public static String reference(CorrelationRule correlation, RuleMetadata referred) {
        return correlation.rules().contains(referred.id()) ? referred.id() : referred.name();
    }

    /**
     * One signal for each group that the event belongs to, a list in a group-by field being one group for each element:
     * an event is one event, however many of the rules it matched. None where a group-by field or what is measured is
     * missing. Where rules call different fields by one alias, the number is that of the first of them.
     *
     * @param matched the rules of the correlation that the event matched
     */
    public List<Signal> signals(List<RuleMetadata> matched, EnrichedEvent event) {
        Map<List<String>, Part> parts = new LinkedHashMap<>();
        for (String reference : references(matched)) {
            Readers fields = readers.get(reference);
            if (fields != null) {
                List<List<String>> tuples = FieldValues.combinations(values(fields.measured, event));
                for (List<String> group : FieldValues.combinations(values(fields.groupBy, event))) {
                    parts.computeIfAbsent(group, it -> new Part(rule.type().isOverNumbers()))
                            .add(reference, tuples);
                }
            }
        }
        if (parts.isEmpty()) {
            return List.of();
        }
        Signal.Builder signal = about(event);
        List<Signal> signals = new ArrayList<>(parts.size());
        parts.forEach((group, part) -> {
            signal.setGroup(group)
                    .setMatchedRule(part.rules.getFirst())
                    .setAlsoMatched(part.rules.subList(1, part.rules.size()));
            measured(rule, signal, List.copyOf(part.tuples)).ifPresent(signals::add);
        });
        return signals;
    }

    /** In the order of the correlation. */
    private List<String> references(List<RuleMetadata> matched) {
        List<String> references = new ArrayList<>(matched.size());
        for (RuleMetadata referred : matched) {
            references.add(reference(rule, referred));
        }
        if (references.size() > 1) {
            references.sort(Comparator.comparingInt(rule.rules()::indexOf));
        }
        return references;
    }

    /** What an event is to one group: the rules that it matched, and the values that these measure. */
    private static final class Part {
        private final boolean isNumber;
        private final List<String> rules = new ArrayList<>(1);
        private final Set<List<String>> tuples = new LinkedHashSet<>();

        Part(boolean isNumber) {
            this.isNumber = isNumber;
        }

        void add(String reference, List<List<String>> measured) {
            rules.add(reference);
            if (!isNumber || tuples.isEmpty()) {
                tuples.addAll(measured);
            }
        }
    }

    private Signal.Builder about(EnrichedEvent event) {
        AccessEvent access = event.access();
        return Signal.newBuilder()
                .setRuleId(id())
                .setRuleHash(rule.metadata().hash())
                .setTenant(access.getTenant())
                .setEnvironment(access.getEnvironment())
                .setSurface(access.getSurface())
                .setEntity(entity.of(event))
                .setPatients(access.getPatients())
                .setMaxDelayMs(access.getSourceMaxDelayMs())
                .setRef(event.ref());
    }

    /**
     * The signal with what the correlation measures; none where that is missing, or no number where one is needed.
     *
     * @param tuples values of the measured fields
     */
    public static Optional<Signal> measured(CorrelationRule rule, Signal.Builder signal, List<List<String>> tuples) {
        return switch (rule.type()) {
            case EVENT_COUNT, TEMPORAL, TEMPORAL_ORDERED -> Optional.of(signal.build());
            case VALUE_COUNT -> {
                Stream<String> values = tuples.stream().map(tuple -> String.join(TUPLE_SEPARATOR, tuple));
                List<String> counted = rule.extensions().sequence() == null
                        ? values.toList()
                        : values.filter(SignalRule::isWhole).toList();
                yield counted.isEmpty()
                        ? Optional.empty()
                        : Optional.of(signal.setValues(counted).build());
            }
            case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN ->
                tuples.size() == 1
                        ? Optional.ofNullable(number(tuples.getFirst().getFirst()))
                                .map(amount -> signal.setAmount(amount).build())
                        : Optional.empty();
        };
    }

    private static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    private static List<List<String>> values(List<Fields.Accessor<EnrichedEvent>> fields, EnrichedEvent event) {
        List<List<String>> values = new ArrayList<>(fields.size());
        for (Fields.Accessor<EnrichedEvent> field : fields) {
            values.add(FieldValues.of(field.get(event)));
        }
        return values;
    }

    /** Attributes are texts: one that is a number counts as one. */
    private static @Nullable Double number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
