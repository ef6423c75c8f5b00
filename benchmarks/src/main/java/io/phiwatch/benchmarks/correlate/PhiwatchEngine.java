package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.correlate.GroupKey;
import io.phiwatch.detector.correlate.GroupState;
import io.phiwatch.detector.correlate.LogTime;
import io.phiwatch.detector.correlate.Outcome;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.event.SignalRule;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** phiwatch's correlators on maps instead of stores. Ticks come once a second, as in the log. */
final class PhiwatchEngine implements Engine {
    private static final long TICK_MILLIS = 1_000;

    private final PhiwatchRules rules;
    private final EventFields fields = new EventFields();
    private final Map<CorrelationRule, Correlator> correlators = new HashMap<>();
    private final Map<String, GroupState> groups = new HashMap<>();
    private final TreeMap<Long, Set<String>> timers = new TreeMap<>();
    private final Map<String, Alert> alerts = new HashMap<>();
    private @Nullable Long clock;

    /** A signal on its way to its correlator. */
    private record Step(long received, String key, Correlator correlator, Signal signal) {}

    PhiwatchEngine(Thresholds thresholds) {
        rules = new PhiwatchRules(thresholds);
        rules.set().correlations().forEach(rule -> correlators.put(rule, new Correlator(rule, Load.MAX_DELAY)));
    }

    @Override
    public Runnable prepare(List<Occurrence> occurrences) {
        List<Step> steps = new ArrayList<>();
        for (Occurrence one : occurrences) {
            AccessEvent access = PhiwatchRules.event(one);
            EnrichedEvent event = new EnrichedEvent(access, EventRefs.of(access, "bench", 0, 0), null);
            for (CorrelationRule rule : rules.counting(one.kind())) {
                for (Signal signal : new SignalRule(rule, fields).signals(rules.matchedBy(one.kind()), event)) {
                    steps.add(new Step(
                            one.received(),
                            new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup()).toString(),
                            Objects.requireNonNull(correlators.get(rule)),
                            signal));
                }
            }
        }
        return () -> steps.forEach(this::feed);
    }

    private void feed(Step step) {
        long tick = step.received() / TICK_MILLIS * TICK_MILLIS;
        if (clock == null || tick > clock) {
            clock = tick;
            fireTimers(tick, step.received());
        }
        LogTime time = LogTime.of(tick, step.received());
        if (step.correlator().lateness(step.signal(), time) <= 0) {
            remember(step.key(), step.correlator().onSignal(groups.get(step.key()), step.signal(), time));
        }
    }

    private void fireTimers(long tick, long now) {
        while (!timers.isEmpty() && timers.firstKey() <= tick) {
            for (String key : timers.pollFirstEntry().getValue()) {
                GroupState state = groups.get(key);
                if (state != null && state.due() <= tick) {
                    GroupKey group = GroupKey.parse(key);
                    Correlator correlator = correlators.get(
                            (CorrelationRule) rules.set().byId(group.ruleId()).orElseThrow());
                    remember(key, Objects.requireNonNull(correlator).onTimer(group, state, LogTime.of(tick, now)));
                }
            }
        }
    }

    private void remember(String key, Outcome outcome) {
        GroupState state = outcome.state();
        if (state == null) {
            groups.remove(key);
        } else {
            GroupState before = groups.put(key, state);
            if (state.due() != 0 && (before == null || before.due() != state.due())) {
                timers.computeIfAbsent(state.due(), due -> new HashSet<>()).add(key);
            }
        }
        outcome.alerts().forEach(alert -> alerts.put(alert.getAlertId(), alert));
    }

    @Override
    public List<Span> episodes() {
        return episodes(alerts.values(), rules);
    }

    /** The last revision of each alert as an episode. */
    static List<Span> episodes(Iterable<Alert> revisions, PhiwatchRules rules) {
        List<Span> episodes = new ArrayList<>();
        for (Alert alert : revisions) {
            rules.correlation(alert.getRuleId())
                    .filter(rule -> alert.getState() != AlertState.superseded)
                    .ifPresent(rule -> episodes.add(new Span(
                            rule,
                            alert.getEntityId(),
                            alert.getFirstEventTime().toEpochMilli(),
                            alert.getLastEventTime().toEpochMilli())));
        }
        return episodes;
    }

    @Override
    public void close() {
        groups.clear();
    }
}
