package io.phiwatch.detector.correlate;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One correlation rule: turns signals into alerts and hits. Immutable; the state goes in and comes out.
 *
 * <p>Window state lives until clock − max delay − timespan; an event that its source's delay allows is counted exactly,
 * whatever the order of arrival. Repeated events count once. Where an event falls into a hot stretch of which only the
 * edges are kept, a repetition cannot be told from a new event: it fires nothing, but is one more hit.
 */
public final class Correlator {
    /** How often a running alert is revised. */
    static final Duration REVISION_INTERVAL = Duration.ofMinutes(1);

    private final CorrelationRule rule;
    private final Duration maxDelay;
    private final CorrelationAlerts alerts;
    private final long ruleHash;
    private final long timespan;

    /**
     * Correlates by that rule.
     *
     * @param maxDelay the largest delay of any source
     */
    public Correlator(CorrelationRule rule, Duration maxDelay) {
        this.rule = rule;
        this.maxDelay = maxDelay;
        this.alerts = new CorrelationAlerts(rule);
        this.ruleHash = Digests.shortOf(rule.metadata().hash());
        this.timespan = rule.timespan().toMillis();
    }

    /** How late the event is, in milliseconds: beyond what its source allows and windows keep. Not positive: in time. */
    public long lateness(Signal signal, LogTime time) {
        Duration allowed = Duration.ofMillis(Math.min(signal.getMaxDelayMs(), maxDelay.toMillis()));
        return time.clock() == LogTime.UNKNOWN
                ? 0
                : time.clockLess(allowed) - signal.getRef().getEventTime().toEpochMilli();
    }

    /** Counts a signal that is not late. */
    public Outcome onSignal(@Nullable GroupState stored, Signal signal, LogTime time) {
        GroupState state = purged(current(stored), time);
        Sighting event = Sighting.of(signal);
        if (isKnown(state, event)) {
            return Outcome.quiet(scheduled(state));
        }
        Window.Step step = state.window().next(rule, Hit.of(rule.type(), signal));
        GroupState counted = state.with(step.window());
        if (!step.isHot()) {
            return Outcome.quiet(scheduled(counted.with(Sighting.with(counted.recent(), event))));
        }
        Episode episode = counted.episode();
        if (episode != null && event.time() <= episode.last() + timespan) {
            return hit(counted, episode, signal, time);
        }
        return fired(counted, step, signal, time);
    }

    /** Does what has become due by the clock. */
    public Outcome onTimer(GroupKey key, GroupState stored, LogTime time) {
        GroupState state = purged(stored.dueAt(GroupState.NO_TIMER), time);
        Episode episode = state.episode();
        List<Alert> told = new ArrayList<>();
        if (episode != null) {
            boolean isOver = episode.isOpen() && time.clock() >= episode.quietAt(timespan);
            boolean isDue = episode.told().isStale() && time.clock() >= revisionAt(episode);
            if (isOver || isDue) {
                Episode revised = episode.revised(time.now(), episode.isOpen() && !isOver);
                told.add(alerts.alert(key, revised));
                state = state.with(revised);
            }
        }
        return new Outcome(isOver(state) ? null : scheduled(state), told, List.of());
    }

    /** A hit can heat events that were cold until now: they become part of the episode too. */
    private Outcome hit(GroupState state, Episode episode, Signal signal, LogTime time) {
        List<Sighting> heated = new ArrayList<>();
        List<Sighting> cold = new ArrayList<>();
        for (Sighting event : state.recent()) {
            (state.window().isHotAt(event.time(), timespan) ? heated : cold).add(event);
        }
        Episode hit = episode.hit(Sighting.of(signal), heated, time.now());
        return new Outcome(scheduled(state.with(hit).with(cold)), List.of(), List.of(alerts.hit(hit, signal)));
    }

    private Outcome fired(GroupState state, Window.Step step, Signal signal, LogTime time) {
        GroupKey key = new GroupKey(signal.getTenant(), rule.metadata().id(), signal.getGroup());
        List<Alert> told = new ArrayList<>();
        Episode before = state.episode();
        if (before != null && (before.isOpen() || before.told().isStale())) {
            told.add(alerts.alert(key, before.revised(time.now(), false)));
        }
        Episode episode = episode(state, step, signal, time);
        told.add(alerts.alert(key, episode));
        return new Outcome(scheduled(state.with(episode).with(List.<Sighting>of())), told, List.of());
    }

    private Episode episode(GroupState state, Window.Step step, Signal signal, LogTime time) {
        Sighting last = Sighting.of(signal);
        Window.Peak peak = step.peak() == null
                ? new Window.Peak(rule.measure().bounds().threshold(), last.time(), last.time())
                : step.peak();
        List<Sighting> inWindow = state.recent().stream()
                .filter(event -> peak.first() <= event.time() && event.time() <= peak.last())
                .toList();
        List<Sighting> events = Sighting.with(inWindow, last);
        Set<Surface> surfaces = EnumSet.of(last.surface());
        events.forEach(event -> surfaces.add(event.surface()));
        GroupKey key = new GroupKey(signal.getTenant(), rule.metadata().id(), signal.getGroup());
        return new Episode(
                Digests.idOf(
                        key.ruleId(),
                        key.tenant(),
                        String.join("|", key.group()),
                        last.ref().getEventId()),
                signal.getEntity(),
                signal.getEnvironment(),
                peak,
                events,
                surfaces,
                true,
                peak.first(),
                Math.max(peak.last(), last.time()),
                rule.type() == CorrelationRule.Type.EVENT_COUNT ? Math.round(peak.measure()) : events.size(),
                new Episode.Told(1, time.now(), time.now(), false));
    }

    /** A rule that changed its meaning starts its windows anew; an alert that it raised keeps its id until it ends. */
    private GroupState current(@Nullable GroupState stored) {
        if (stored == null) {
            return GroupState.empty(ruleHash);
        }
        return stored.rule() == ruleHash
                ? stored
                : new GroupState(ruleHash, Window.EMPTY, List.of(), stored.episode(), stored.due());
    }

    private GroupState purged(GroupState state, LogTime time) {
        long oldest = time.clockLess(maxDelay.plusMillis(timespan));
        List<Sighting> recent =
                state.recent().stream().filter(event -> event.time() >= oldest).toList();
        Episode episode = state.episode();
        boolean isPast = episode != null
                && !episode.isOpen()
                && episode.last() < oldest
                && !episode.told().isStale();
        return new GroupState(state.rule(), state.window().since(oldest), recent, isPast ? null : episode, state.due());
    }

    private static boolean isKnown(GroupState state, Sighting event) {
        Episode episode = state.episode();
        return state.recent().stream().anyMatch(kept -> kept.isOf(event.ref()))
                || (episode != null && episode.holds(event));
    }

    private static boolean isOver(GroupState state) {
        return state.window().isEmpty() && state.recent().isEmpty() && state.episode() == null;
    }

    private static long revisionAt(Episode episode) {
        return episode.told().at() + REVISION_INTERVAL.toMillis();
    }

    /** A timer that is set stays unless something is due before it: most signals write no timer. */
    private GroupState scheduled(GroupState state) {
        long wanted = wanted(state);
        boolean isSoonEnough = state.due() != GroupState.NO_TIMER && state.due() <= wanted;
        return isSoonEnough ? state : state.dueAt(wanted);
    }

    private long wanted(GroupState state) {
        Episode episode = state.episode();
        if (episode != null && episode.isOpen()) {
            long quiet = episode.quietAt(timespan);
            return episode.told().isStale() ? Math.min(quiet, revisionAt(episode)) : quiet;
        }
        if (episode != null && episode.told().isStale()) {
            return revisionAt(episode);
        }
        long last = state.window().lastStart();
        for (Sighting event : state.recent()) {
            last = Math.max(last, event.time());
        }
        if (episode != null) {
            last = Math.max(last, episode.last());
        }
        return last + maxDelay.toMillis() + timespan + 1;
    }
}
