package io.phiwatch.detector.correlate;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.correlate.window.Peak;
import io.phiwatch.detector.correlate.window.WindowRule;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One correlation rule: turns signals into alerts and hits. Immutable; what changes is the {@link Group}.
 *
 * <p>An event that its source's delay allows is counted exactly, whatever the order of arrival: once all is said, the
 * alerts (group, first and last event) are the same. A repeated event changes nothing; where a hot stretch has forgotten
 * ids, a repetition fires nothing, but is one more hit.
 */
public final class Correlator {
    /** How often a running alert is revised. */
    static final Duration REVISION_INTERVAL = Duration.ofMinutes(1);

    private final CorrelationRule rule;
    private final long maxDelay;
    private final long ruleHash;
    private final long timespan;
    private final WindowRule windowRule;
    private final EventReader events;
    private final CorrelationAlerts alerts;
    private final Explanation explanation;

    /**
     * Correlates by that rule.
     *
     * @param maxDelay how late events may come to count
     * @param names name of a rule by its id
     */
    public Correlator(CorrelationRule rule, Duration maxDelay, UnaryOperator<String> names) {
        this.rule = rule;
        this.maxDelay = maxDelay.toMillis();
        this.ruleHash = Digests.shortOf(rule.metadata().hash());
        this.timespan = rule.timespan().toMillis();
        this.windowRule = new WindowRule(rule);
        this.events = new EventReader(rule);
        this.alerts = new CorrelationAlerts(rule);
        this.explanation = new Explanation(rule, names);
    }

    /** Correlates by that rule, over rules whose ids are their names. */
    public Correlator(CorrelationRule rule, Duration maxDelay) {
        this(rule, maxDelay, UnaryOperator.identity());
    }

    public CorrelationRule rule() {
        return rule;
    }

    /** Which clock it goes by. */
    public int level() {
        return rule.level();
    }

    public long ruleHash() {
        return ruleHash;
    }

    public WindowRule windowRule() {
        return windowRule;
    }

    /** How long after its last event the rule may fire: how late a signal comes to a correlation over this one. */
    public Duration firesWithin() {
        return Duration.ofMillis(maxDelay + (rule.isDeferred() ? timespan : 0));
    }

    /**
     * How late the event is, in milliseconds: beyond what its source allows and windows keep. Not positive: in time. An
     * access event is judged by when ingest received it, so that a backlog judges as the live run did; what another
     * correlation raised, by the clock, since that goes on in steps.
     */
    public long lateness(Signal signal, LogTime time) {
        long allowed = Math.min(signal.getMaxDelayMs(), maxDelay);
        long now = rule.level() == 0 ? time.record() : time.clock();
        return now == LogTime.UNKNOWN
                ? 0
                : now - allowed - signal.getRef().getEventTime().toEpochMilli();
    }

    /** Counts a signal that is not late. */
    public Outcome onSignal(Group group, Signal signal, LogTime time) {
        Outcome outcome = new Outcome();
        Event event = events.read(signal);
        if (group.knows(event)) {
            return outcome;
        }
        Shown.Subject subject = new Shown.Subject(signal.getEntity(), signal.getEnvironment());
        if (rule.isDeferred()) {
            group.subject(subject);
            group.windows().keep(event);
        } else {
            List<Event> heated = group.windows().add(event);
            if (!heated.isEmpty()) {
                heat(group, new Heat(event, heated, subject, signal.getPatients()), time, outcome);
            }
            group.windows().forgetHot();
        }
        if (group.windows().trim()) {
            outcome.limited();
        }
        schedule(group);
        return outcome;
    }

    /** Does what has become due by the clock. */
    public Outcome onTimer(Group group, LogTime time) {
        Outcome outcome = new Outcome();
        group.timerTaken();
        long undecided = time.clock() - maxDelay - timespan;
        Shown.Subject subject = group.subject();
        if (rule.isDeferred() && subject != null) {
            group.windows().judge(undecided).forEach(peak -> satisfied(group, peak, subject, time, outcome));
        }
        group.windows().forgetBefore(undecided);
        for (Episode episode : List.copyOf(group.episodes())) {
            tell(group, episode, time, outcome);
        }
        if (!group.isOver()) {
            schedule(group);
        }
        return outcome;
    }

    /**
     * Events that are in a satisfied window since now.
     *
     * @param newest the one that completed the window
     * @param events in order
     * @param patients tokens of the patients that the newest touched
     */
    private record Heat(Event newest, List<Event> events, Shown.Subject subject, List<String> patients) {
        long from() {
            return events.getFirst().time();
        }

        long to() {
            return events.getLast().time();
        }

        long hits() {
            return events.stream().mapToLong(event -> event.counted().events()).sum();
        }

        Set<Surface> surfaces() {
            Set<Surface> surfaces = EnumSet.of(newest.surface());
            events.forEach(event -> surfaces.add(event.surface()));
            return surfaces;
        }
    }

    private void satisfied(Group group, Peak peak, Shown.Subject subject, LogTime time, Outcome outcome) {
        long known = group.episodes().stream().mapToLong(Episode::last).max().orElse(Long.MIN_VALUE);
        List<Event> heated =
                peak.events().stream().filter(event -> event.time() > known).toList();
        Heat heat = new Heat(peak.events().getLast(), heated, subject, List.of());
        List<Episode> touched = group.touching(heat.from(), heat.to(), timespan);
        if (touched.isEmpty()) {
            fire(group, heat, peak, time, outcome);
        } else {
            hit(group, heat, touched, time, outcome);
        }
    }

    /** All of these are within a timespan of the newest, and so in one episode with it. */
    private void heat(Group group, Heat heat, LogTime time, Outcome outcome) {
        List<Episode> touched = group.touching(heat.from(), heat.to(), timespan);
        if (touched.isEmpty()) {
            fire(group, heat, group.windows().peak(heat.newest), time, outcome);
        } else {
            hit(group, heat, touched, time, outcome);
        }
    }

    private void hit(Group group, Heat heat, List<Episode> touched, LogTime time, Outcome outcome) {
        Episode oldest = touched.getFirst();
        Episode episode = oldest.hit(heat.from(), heat.to(), heat.hits(), heat.surfaces(), time, timespan);
        for (Episode other : touched.subList(1, touched.size())) {
            Shown shown = group.shownOf(other);
            outcome.alerts().add(alerts.superseded(group.key(), other.revised(time.now(), false), shown));
            episode = episode.joined(other);
            group.close(other);
        }
        group.replace(oldest, episode);
        Shown shown = group.shownOf(episode);
        for (Event event : heat.events) {
            List<String> patients = event.equals(heat.newest) ? heat.patients : List.of();
            outcome.hits().add(alerts.hit(group.key(), episode, shown, event, patients));
        }
    }

    private void fire(Group group, Heat heat, Peak peak, LogTime time, Outcome outcome) {
        GroupKey key = group.key();
        Episode episode = new Episode(
                Digests.idOf(
                        key.ruleId(),
                        key.tenant(),
                        String.join("|", key.group()),
                        heat.newest.ref().getEventId()),
                group.nextOrdinal(),
                true,
                heat.from(),
                heat.to(),
                heat.hits(),
                heat.surfaces(),
                new Episode.Told(1, time.now(), time.now(), false));
        Shown shown = explanation.shown(
                peak, heat.newest, heat.subject, group.windows().isMerged());
        group.open(episode, shown);
        var alert = alerts.alert(key, episode, shown);
        outcome.alerts().add(alert);
        outcome.firings().add(new Firing(key, alert, heat.newest, heat.patients));
    }

    private void tell(Group group, Episode episode, LogTime time, Outcome outcome) {
        boolean isOver = episode.isOpen() && time.clock() >= quietAt(episode);
        boolean isDue = episode.told().isStale() && time.clock() >= revisionAt(episode);
        Episode told = episode;
        if (isOver || isDue) {
            told = episode.revised(time.now(), episode.isOpen() && !isOver);
            group.replace(episode, told);
            outcome.alerts().add(alerts.alert(group.key(), told, group.shownOf(told)));
        }
        if (!told.isOpen() && !told.told().isStale() && time.clock() >= forgottenAt(told)) {
            group.close(told);
        }
    }

    private static long revisionAt(Episode episode) {
        return episode.told().at() + REVISION_INTERVAL.toMillis();
    }

    private long quietAt(Episode episode) {
        return rule.isDeferred()
                ? forgottenAt(episode)
                : Math.max(episode.last(), episode.told().lastHit()) + timespan;
    }

    /** A late event can heat one that is a timespan older, which is in the episode if that is again a timespan older. */
    private long forgottenAt(Episode episode) {
        return episode.last() + 2 * timespan + maxDelay + 1;
    }

    /** A timer that is set stays unless something is due before it: most signals write no timer. */
    private void schedule(Group group) {
        long next = GroupHead.NO_TIMER;
        Event oldest = group.windows().oldest();
        if (oldest != null) {
            long from = rule.isDeferred() ? oldest.time() : group.windows().last();
            next = from + timespan + maxDelay + 1;
        } else if (!group.windows().isEmpty()) {
            next = group.windows().last() + 2 * timespan + maxDelay + 1;
        }
        for (Episode episode : group.episodes()) {
            next = sooner(next, episode.isOpen() ? quietAt(episode) : forgottenAt(episode));
            if (episode.told().isStale()) {
                next = sooner(next, revisionAt(episode));
            }
        }
        if (next != GroupHead.NO_TIMER && (group.due() == GroupHead.NO_TIMER || next < group.due())) {
            group.due(next);
        }
    }

    private static long sooner(long next, long due) {
        return next == GroupHead.NO_TIMER ? due : Math.min(next, due);
    }
}
