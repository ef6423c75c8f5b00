package io.phiwatch.detector.event;

import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Signal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A correlation rule with its fields resolved: derives the signals of a matched event. Immutable. */
public final class SignalRule {
    private static final String TUPLE_SEPARATOR = "\u001f";

    private final CorrelationRule rule;
    private final List<Fields.Accessor<EnrichedEvent>> groupBy;
    private final List<Fields.Accessor<EnrichedEvent>> measured;
    private final EntityIdentity entity;

    public SignalRule(CorrelationRule rule, Fields<EnrichedEvent> fields) {
        this.rule = rule;
        this.groupBy = rule.grouping().names().stream().map(fields::accessor).toList();
        this.measured = rule.measure().field().stream().map(fields::accessor).toList();
        this.entity = new EntityIdentity(rule.metadata().entity(), fields);
    }

    /** Id of the correlation. */
    public String id() {
        return rule.metadata().id();
    }

    /**
     * One signal for each group that the event belongs to, a list in a group-by field being one group for each element.
     * None where a group-by field or what is measured is missing.
     */
    public List<Signal> signals(DetectionRule matched, EnrichedEvent event) {
        List<List<String>> groups = FieldValues.combinations(values(groupBy, event));
        Optional<Signal.Builder> measure = measured(event);
        if (groups.isEmpty() || measure.isEmpty()) {
            return List.of();
        }
        AccessEvent access = event.access();
        Signal.Builder signal = measure.get()
                .setRuleId(id())
                .setMatchedRule(matched.metadata().id())
                .setRuleHash(rule.metadata().hash())
                .setTenant(access.getTenant())
                .setEnvironment(access.getEnvironment())
                .setSurface(access.getSurface())
                .setEntity(entity.of(event))
                .setPatients(access.getPatients())
                .setMaxDelayMs(access.getSourceMaxDelayMs())
                .setRef(event.ref());
        return groups.stream().map(group -> signal.setGroup(group).build()).toList();
    }

    private Optional<Signal.Builder> measured(EnrichedEvent event) {
        return switch (rule.type()) {
            case EVENT_COUNT -> Optional.of(Signal.newBuilder());
            case VALUE_COUNT ->
                Optional.of(FieldValues.combinations(values(measured, event)))
                        .filter(tuples -> !tuples.isEmpty())
                        .map(tuples -> Signal.newBuilder()
                                .setValues(tuples.stream()
                                        .map(tuple -> String.join(TUPLE_SEPARATOR, tuple))
                                        .toList()));
            case TEMPORAL, TEMPORAL_ORDERED -> Optional.of(Signal.newBuilder());
            case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN ->
                Optional.ofNullable(number(measured.getFirst().get(event)))
                        .map(amount -> Signal.newBuilder().setAmount(amount));
        };
    }

    private static List<List<String>> values(List<Fields.Accessor<EnrichedEvent>> fields, EnrichedEvent event) {
        return fields.stream().map(field -> FieldValues.of(field.get(event))).toList();
    }

    /** Attributes are texts: one that is a number counts as one. */
    private static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (!(value instanceof String text)) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
