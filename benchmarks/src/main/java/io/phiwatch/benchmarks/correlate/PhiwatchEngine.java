package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.detector.correlate.Correlator;
import io.phiwatch.detector.correlate.Group;
import io.phiwatch.detector.correlate.GroupHead;
import io.phiwatch.detector.correlate.GroupKey;
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
import java.util.LinkedHashSet;
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
    private final Map<String, Correlator> correlators = new HashMap<>();
    private final Map<GroupKey, Group> groups = new HashMap<>();
    private final TreeMap<Long, Set<GroupKey>> timers = new TreeMap<>();
    private final Map<GroupKey, Long> dueTimes = new HashMap<>();
    private final Map<String, Alert> alerts = new HashMap<>();
    private @Nullable Long clock;

    /** A signal on its way to its correlator. */
    private record Step(long received, GroupKey key, Correlator correlator, Signal signal) {}

    PhiwatchEngine(Thresholds thresholds) {
        rules = new PhiwatchRules(thresholds);
        rules.set()
                .correlations()
                .forEach(rule -> correlators.put(rule.metadata().id(), new Correlator(rule, Load.MAX_DELAY)));
    }

    @Override
    public Runnable prepare(List<Occurrence> occurrences) {
        List<Step> steps = new ArrayList<>();
        for (Occurrence one : occurrences) {
            AccessEvent access = PhiwatchRules.event(one);
            EnrichedEvent event = new EnrichedEvent(access, EventRefs.of(access, "bench", 0, 0), null);
            for (CorrelationRule rule : rules.counting(one.kind())) {
                for (Signal signal : matched(rule, one.kind(), event)) {
                    GroupKey key = new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup());
                    steps.add(new Step(one.received(), key, correlator(key), signal));
                }
            }
        }
        return () -> steps.forEach(this::feed);
    }

    private List<Signal> matched(CorrelationRule rule, Occurrence.Kind kind, EnrichedEvent event) {
        return new SignalRule(rule, fields)
                .signals(List.of(rules.matchedBy(kind).metadata()), event);
    }

    private void feed(Step step) {
        long tick = step.received() / TICK_MILLIS * TICK_MILLIS;
        if (clock == null || tick > clock) {
            clock = tick;
            fireTimers(tick, step.received());
        }
        LogTime time = LogTime.of(tick, step.received());
        if (step.correlator().lateness(step.signal(), time) <= 0) {
            Group group = groups.computeIfAbsent(step.key(), key -> Group.fresh(key, step.correlator()));
            remember(step.key(), group, step.correlator().onSignal(group, step.signal(), time));
        }
    }

    private void fireTimers(long tick, long now) {
        while (!timers.isEmpty() && timers.firstKey() <= tick) {
            for (GroupKey key : timers.pollFirstEntry().getValue()) {
                dueTimes.remove(key);
                Group group = Objects.requireNonNull(groups.get(key));
                remember(key, group, correlator(key).onTimer(group, LogTime.of(tick, now)));
            }
        }
    }

    private Correlator correlator(GroupKey key) {
        return Objects.requireNonNull(correlators.get(key.ruleId()));
    }

    /** What the task does with its stores, without them. */
    private void remember(GroupKey key, Group group, Outcome outcome) {
        Long before = setTimer(key, group.due());
        if (before == null || before != group.due()) {
            Set<GroupKey> sooner = before == null ? null : timers.get(before);
            if (sooner != null) {
                sooner.remove(key);
            }
            if (group.due() != GroupHead.NO_TIMER) {
                timers.computeIfAbsent(group.due(), due -> new LinkedHashSet<>())
                        .add(key);
            }
        }
        if (group.isOver()) {
            groups.remove(key);
        }
        group.saved(group.head());
        outcome.alerts().forEach(alert -> alerts.put(alert.getAlertId(), alert));
    }

    /** Takes note of a group's timer; returns the one before, null where none was set. */
    private @Nullable Long setTimer(GroupKey key, long due) {
        return due == GroupHead.NO_TIMER ? dueTimes.remove(key) : dueTimes.put(key, due);
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
