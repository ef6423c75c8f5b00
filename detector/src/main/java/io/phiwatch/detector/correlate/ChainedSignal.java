package io.phiwatch.detector.correlate;

import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A correlation over another: derives the signal that the inner one's firing is to the outer one. All that it can group
 * by and measure is what the inner one is grouped by. Immutable.
 */
public final class ChainedSignal {
    private final CorrelationRule outer;
    private final String matched;
    private final RuleMetadata.Entity entity;
    private final List<Integer> groupBy;
    private final List<Integer> measured;
    private final Map<String, Integer> inner;
    private final Duration maxDelay;

    /**
     * The signal of a rule to one over it.
     *
     * @param maxDelay how long after its last event the inner rule may fire
     */
    public ChainedSignal(CorrelationRule outer, CorrelationRule inner, Duration maxDelay) {
        this.outer = outer;
        this.matched = SignalRule.reference(outer, inner.metadata());
        this.entity = outer.metadata().entity();
        this.inner = places(inner.grouping().names());
        this.groupBy = places(outer.grouping().names(), outer);
        this.measured = places(outer.measure().field(), outer);
        this.maxDelay = maxDelay;
    }

    private static Map<String, Integer> places(List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.putIfAbsent(name, names.indexOf(name)));
        return Map.copyOf(places);
    }

    private List<Integer> places(List<String> names, CorrelationRule rule) {
        return names.stream()
                .map(name -> inner.getOrDefault(rule.grouping().fieldOf(name, matched), -1))
                .toList();
    }

    /** Id of the outer correlation. */
    public String id() {
        return outer.metadata().id();
    }

    /** The signal; none where the inner rule is not grouped by what the outer one groups by or measures. */
    public Optional<Signal> of(Firing firing) {
        if (groupBy.contains(-1) || measured.contains(-1)) {
            return Optional.empty();
        }
        List<String> values = firing.group().group();
        List<String> tuple = measured.stream().map(values::get).toList();
        Alert alert = firing.alert();
        Signal.Builder signal = Signal.newBuilder()
                .setRuleId(id())
                .setMatchedRule(matched)
                .setRuleHash(outer.metadata().hash())
                .setTenant(firing.group().tenant())
                .setEnvironment(alert.getEnvironment())
                .setSurface(firing.event().surface())
                .setGroup(groupBy.stream().map(values::get).toList())
                .setEntity(entity(values, alert.getEntityId()))
                .setPatients(firing.patients())
                .setMaxDelayMs(maxDelay.toMillis())
                .setRef(EventRef.newBuilder(firing.event().ref())
                        .setEventId(alert.getAlertId())
                        .build());
        return SignalRule.measured(outer, signal, tuple.isEmpty() ? List.of() : List.of(tuple));
    }

    /** What the outer rule's incidents are about, where the inner group tells it; else what the inner alert is about. */
    private String entity(List<String> values, String otherwise) {
        List<String> parts = new ArrayList<>();
        for (String alternatives : entity.fields()) {
            String part = Arrays.stream(alternatives.split("\\|"))
                    .map(String::strip)
                    .map(inner::get)
                    .map(place -> value(values, place))
                    .filter(value -> !value.isEmpty())
                    .findFirst()
                    .orElse("");
            parts.add(part);
        }
        return parts.isEmpty() || parts.contains("") ? otherwise : String.join("|", parts);
    }

    private static String value(List<String> values, @Nullable Integer place) {
        return place == null ? "" : values.get(place);
    }
}
