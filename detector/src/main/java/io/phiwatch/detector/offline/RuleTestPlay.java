package io.phiwatch.detector.offline;

import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorRules;
import io.phiwatch.detector.DetectorTopology;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.Matcher;
import io.phiwatch.detector.sigma.ProfileSet;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.RuleTests;
import io.phiwatch.detector.store.HeldMatches;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plays the tests of one rule file on the topology and tells which alerts came of each. Not thread-safe. */
final class RuleTestPlay {
    /** In how many ticks a stretch of time without events passes. */
    private static final int STEPS = 60;

    private static final int FEW_STEPS = 2;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RuleSet rules;
    private final Duration maxDelay;
    private final boolean isAboutAccess;
    private final boolean isAboutSources;
    private final TestEvents events = new TestEvents();
    private final Map<String, String> thrown = new TreeMap<>();
    private final CompiledRules compiled;

    RuleTestPlay(RuleSet rules, Duration maxDelay) {
        this.rules = rules;
        this.maxDelay = maxDelay;
        this.isAboutAccess = rules.detections().stream().allMatch(Matcher::isAboutAccess);
        this.isAboutSources = rules.detections().stream().allMatch(Matcher::isAboutSources);
        this.compiled = new CompiledRules(
                DetectorRules.of(rules),
                matchers(rule -> !Matcher.isAboutSources(rule)),
                matchers(Matcher::isAboutSources),
                events,
                maxDelay);
    }

    private CompiledRules.Matchers matchers(Predicate<DetectionRule> applies) {
        return quarantine -> Matcher.compile(rules, events, applies, (rule, failure) -> {
            note(rule, failure);
            quarantine.accept(rule, failure);
        })::match;
    }

    private void note(DetectionRule rule, RuntimeException failure) {
        thrown.put(rule.metadata().name(), failure.getClass().getName());
    }

    /**
     * What came of one test.
     *
     * @param alerts the last revision of each episode by the alert's id, in the order fired, superseded ones left out
     * @param late how many events came too late to count
     * @param thrown class of the failure by name of each rule that threw
     */
    record Outcome(Map<String, Alert> alerts, int late, Map<String, String> thrown) {}

    /**
     * Plays one test with state of its own.
     *
     * @throws FaultyEvent where an event is none
     */
    Outcome play(RuleTests.Test test) throws FaultyEvent {
        events.clear();
        thrown.clear();
        Map<String, Alert> alerts = new LinkedHashMap<>();
        try (OfflineDetector detector = detector(test.start())) {
            for (RuleTests.Known known : test.reference()) {
                ReferenceRow row = reference(known);
                detector.know(known.table(), ReferenceKey.of(row), row);
            }
            Instant clock = test.start();
            detector.tick(clock);
            int number = 0;
            for (RuleTests.Event described : test.events()) {
                TestEvent event = event(described, "event-" + number++);
                clock = pass(detector, clock, described.at(), number <= test.learnt() ? FEW_STEPS : STEPS);
                if (event.heartbeat() == null) {
                    detector.see(event.access(), clock);
                } else {
                    detector.beat(event.heartbeat(), clock);
                }
                take(detector, alerts);
            }
            pass(detector, clock, clock.plus(wait(test.quiet())), STEPS);
            take(detector, alerts);
            alerts.values().removeIf(alert -> alert.getState() == AlertState.superseded);
            return new Outcome(alerts, detector.takeLateEvents().size(), new TreeMap<>(thrown));
        }
    }

    /** Profiles read what a test says of an event, as rules do. */
    private OfflineDetector detector(Instant start) {
        return new OfflineDetector(
                compiled, maxDelay, start, new DetectorTopology.ProfileFields(ProfileSet.bundled(), events));
    }

    /** An event of a test that can't be one. */
    static final class FaultyEvent extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        FaultyEvent(int line, TestEvent.Fault fault) {
            super(fault.getMessage());
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    private TestEvent event(RuleTests.Event described, String id) throws FaultyEvent {
        try {
            TestEvent event = read(described, id);
            events.add(event);
            return event;
        } catch (TestEvent.Fault e) {
            throw new FaultyEvent(described.line(), e);
        }
    }

    private TestEvent read(RuleTests.Event described, String id) throws TestEvent.Fault {
        if (isAboutAccess) {
            return TestEvent.ofAccess(id, described.at(), maxDelay, described.fields());
        }
        return isAboutSources
                ? TestHeartbeat.of(described.at(), described.fields())
                : TestEvent.ofOtherSource(id, described.at(), maxDelay, described.fields());
    }

    private static ReferenceRow reference(RuleTests.Known known) {
        ReferenceRow.Builder row = ReferenceRow.newBuilder()
                .setTable(known.table().name())
                .setTenant(TestEvent.UNSAID)
                .setId(known.id())
                .setPart(known.part())
                .setColumns(known.columns())
                .setRecordedAt(known.recorded())
                .setSourceId(TestEvent.UNSAID);
        if (known.from() != null) {
            row.setValidFrom(known.from());
        }
        if (known.until() != null) {
            row.setValidTo(known.until());
        }
        return row.build();
    }

    /** Lets the clock run up to a time; one that lies behind changes nothing: the event to come is late. */
    private static Instant pass(OfflineDetector detector, Instant from, Instant to, int steps) {
        if (!to.isAfter(from)) {
            return from;
        }
        Duration part = Duration.between(from, to).dividedBy(steps);
        Duration step = part.compareTo(SECOND) < 0 ? SECOND : part;
        for (Instant time = from.plus(step); time.isBefore(to); time = time.plus(step)) {
            detector.tick(time);
        }
        return to;
    }

    private static void take(OfflineDetector detector, Map<String, Alert> alerts) {
        for (Alert alert : detector.takeAlerts()) {
            alerts.put(alert.getAlertId(), alert);
        }
    }

    /**
     * How long the clock runs on after the last event: as long as nothing happens, or as the windows are long, and then
     * the delay, since what a later event could undo is decided only after it; once for each level of correlations.
     */
    private Duration wait(@Nullable Duration quiet) {
        Map<Integer, Duration> longest = new TreeMap<>();
        for (CorrelationRule rule : rules.correlations()) {
            longest.merge(rule.level(), rule.timespan(), (a, b) -> a.compareTo(b) < 0 ? b : a);
        }
        Duration windows = longest.values().stream().reduce(Duration.ZERO, Duration::plus);
        return Optional.ofNullable(quiet)
                .orElse(windows)
                .plus(maxDelay.multipliedBy(longest.size()))
                .plus(rules.longestHold())
                .plus(HeldMatches.SETTLING.multipliedBy(2));
    }

    /** Whether an alert has those values in its group; one over a single event, in its event. */
    boolean isAbout(Alert alert, Map<String, String> group) {
        return group.entrySet().stream().allMatch(field -> {
            String grouped = alert.getGroup().get(field.getKey());
            return grouped == null
                    ? alert.getGroup().isEmpty() && isInEvent(alert, field.getKey(), field.getValue())
                    : grouped.equals(field.getValue());
        });
    }

    private boolean isInEvent(Alert alert, String field, String value) {
        Fields.Accessor<EnrichedEvent> accessor = events.accessor(field);
        return alert.getEvents().stream()
                .map(ref -> events.byId(ref.getEventId()))
                .filter(Objects::nonNull)
                .map(TestEvent::access)
                .map(access -> accessor.get(enriched(access)))
                .anyMatch(found -> found instanceof Iterable<?> many
                        ? contains(many, value)
                        : found != null && found.toString().equals(value));
    }

    private static boolean contains(Iterable<?> values, String value) {
        for (Object one : values) {
            if (one != null && one.toString().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static EnrichedEvent enriched(AccessEvent access) {
        return new EnrichedEvent(access, EventRefs.of(access, "", 0, 0), null);
    }
}
