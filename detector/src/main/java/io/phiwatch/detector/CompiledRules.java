package io.phiwatch.detector;

import io.phiwatch.detector.correlate.ChainedSignal;
import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.event.SingleAlertRule;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.store.HeldMatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A whole set of rules, ready to run: what each match leads to, and a correlator for each correlation. Immutable. */
public final class CompiledRules {
    private final Matchers matchers;
    private final Matchers sourceMatchers;
    private final Map<String, SingleAlertRule> alerts = new HashMap<>();
    private final Map<String, List<SignalRule>> signals = new HashMap<>();
    private final Map<String, Correlator> correlators = new HashMap<>();
    private final Map<String, List<ChainedSignal>> chained = new HashMap<>();

    /** Makes matchers of the detections, one for each task. */
    @FunctionalInterface
    public interface Matchers {
        /**
         * A new matcher.
         *
         * @param quarantine told of each rule that throws; the other rules go on
         */
        RuleMatcher make(BiConsumer<DetectionRule, RuntimeException> quarantine);
    }

    /**
     * Compiles rules over access events.
     *
     * @param matchers of the detections
     * @param fields how rules read events
     * @param maxDelay the largest delay of any source
     */
    public CompiledRules(DetectorRules rules, Matchers matchers, Fields<EnrichedEvent> fields, Duration maxDelay) {
        this(rules, matchers, quarantine -> (event, sink) -> {}, fields, maxDelay);
    }

    /**
     * Compiles rules.
     *
     * @param matchers of the detections over access events
     * @param sourceMatchers of the detections over sources
     * @param fields how rules read events
     * @param maxDelay the largest delay of any source
     */
    public CompiledRules(
            DetectorRules rules,
            Matchers matchers,
            Matchers sourceMatchers,
            Fields<EnrichedEvent> fields,
            Duration maxDelay) {
        this.matchers = matchers;
        this.sourceMatchers = sourceMatchers;
        Map<String, SignalRule> counting = new HashMap<>();
        rules.correlations().forEach(rule -> counting.put(rule.metadata().id(), new SignalRule(rule, fields)));
        for (DetectionRule rule : rules.detections()) {
            String id = rule.metadata().id();
            alerts.put(id, new SingleAlertRule(rule, fields));
            signals.put(
                    id,
                    rules.correlationsOf(rule.metadata()).stream()
                            .map(correlation ->
                                    known(counting.get(correlation.metadata().id()), correlation.metadata()))
                            .toList());
        }
        addCorrelators(rules, maxDelay);
    }

    private void addCorrelators(DetectorRules rules, Duration maxDelay) {
        Map<String, String> names = rules.names();
        List<CorrelationRule> lowestFirst = rules.correlations().stream()
                .sorted(Comparator.comparingInt(CorrelationRule::level))
                .toList();
        for (CorrelationRule rule : lowestFirst) {
            correlators.put(
                    rule.metadata().id(),
                    new Correlator(rule, delay(rule, rules, maxDelay), id -> names.getOrDefault(id, id)));
        }
        for (CorrelationRule inner : rules.correlations()) {
            Duration delay = known(correlators.get(inner.metadata().id()), inner.metadata())
                    .firesWithin();
            chained.put(
                    inner.metadata().id(),
                    rules.correlationsOf(inner.metadata()).stream()
                            .map(outer -> new ChainedSignal(outer, inner, delay))
                            .toList());
        }
    }

    /** How late events may come to count: of a correlation over others, as late as those may fire. */
    private Duration delay(CorrelationRule rule, DetectorRules rules, Duration maxDelay) {
        Duration hold = hold(rule, rules);
        Duration latest = rule.level() == 0 ? maxDelay.plus(hold) : Duration.ZERO;
        for (String referred : rule.rules()) {
            Duration delay = rules.correlations().stream()
                    .filter(inner -> referred.equals(inner.metadata().id())
                            || referred.equals(inner.metadata().name()))
                    .findFirst()
                    .map(inner -> known(correlators.get(inner.metadata().id()), inner.metadata())
                            .firesWithin())
                    .orElse(maxDelay);
            latest = delay.compareTo(latest) > 0 ? delay : latest;
        }
        Duration wanted = rule.extensions().maxDelay();
        return wanted != null && wanted.plus(hold).compareTo(latest) < 0 ? wanted.plus(hold) : latest;
    }

    /** How long the matches of its rules may be held back. */
    private static Duration hold(CorrelationRule rule, DetectorRules rules) {
        return rules.detections().stream()
                .filter(held -> rules.correlationsOf(held.metadata()).contains(rule))
                .map(DetectionRule::hold)
                .filter(Duration::isPositive)
                .max(Duration::compareTo)
                .map(hold -> hold.plus(HeldMatches.SETTLING))
                .orElse(Duration.ZERO);
    }

    /** The rules of that set, over access events. */
    public static CompiledRules of(RuleSet rules, Duration maxDelay) {
        EventFields fields = new EventFields();
        return new CompiledRules(
                DetectorRules.of(rules),
                quarantine -> new MeasuredMatcher(Matcher.compile(rules, fields, Matcher::isAboutAccess, quarantine)),
                quarantine -> new MeasuredMatcher(Matcher.compile(rules, fields, Matcher::isAboutSources, quarantine)),
                fields,
                maxDelay);
    }

    /** A matcher of its own for a task. */
    RuleMatcher newMatcher(BiConsumer<DetectionRule, RuntimeException> quarantine) {
        return matchers.make(quarantine);
    }

    /** A matcher of its own of the rules over sources. */
    RuleMatcher newSourceMatcher(BiConsumer<DetectionRule, RuntimeException> quarantine) {
        return sourceMatchers.make(quarantine);
    }

    SingleAlertRule alertOf(DetectionRule rule) {
        return known(alerts.get(rule.metadata().id()), rule.metadata());
    }

    /** The correlations that count an event which matched those rules, each with those of them that it is over. */
    Map<SignalRule, List<RuleMetadata>> signalsOf(List<DetectionRule> matched) {
        Map<SignalRule, List<RuleMetadata>> counting = new LinkedHashMap<>();
        for (DetectionRule rule : matched) {
            for (SignalRule correlation : known(signals.get(rule.metadata().id()), rule.metadata())) {
                counting.computeIfAbsent(correlation, it -> new ArrayList<>(1)).add(rule.metadata());
            }
        }
        return counting;
    }

    /** The correlator of that rule; null where the set has no such correlation. */
    @Nullable
    Correlator correlator(String ruleId) {
        return correlators.get(ruleId);
    }

    /** Correlations over that one. */
    List<ChainedSignal> chainedTo(String ruleId) {
        return chained.getOrDefault(ruleId, List.of());
    }

    /** Whether there are correlations of that level, which need its clock. */
    boolean hasLevel(int level) {
        return correlators.values().stream().anyMatch(correlator -> correlator.level() == level);
    }

    /** Whether the set has that correlation, in that meaning. */
    boolean has(String ruleId, String ruleHash) {
        Correlator correlator = correlators.get(ruleId);
        return correlator != null && correlator.rule().metadata().hash().equals(ruleHash);
    }

    private static <T> T known(@Nullable T found, RuleMetadata rule) {
        if (found == null) {
            throw new IllegalStateException("matcher and rules differ: " + rule.id());
        }
        return found;
    }
}
