package io.phiwatch.detector.match;

import io.phiwatch.detector.CompiledRules;
import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.DetectorRules;
import io.phiwatch.detector.offline.OfflineDetector;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Correlations run by the detector's own topology on a test driver: no broker, no second engine. Each event goes in
 * as a bare access event; the clock is the latest time seen. Not thread-safe.
 */
public final class TopologyCorrelationRun implements CorrelationRun {
    private static final Surface SURFACE = Surface.admin;
    private static final Duration MAX_DELAY = DetectorConfig.DEFAULT_MAX_DELAY;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String NAME = "rules-match";

    private final Set<String> correlations;
    private final Duration untilAllIsOver;
    private final CurrentEvent event = new CurrentEvent();
    private final OfflineDetector detector;
    private final Map<String, Firing> firings = new LinkedHashMap<>();
    private @Nullable Instant clock;
    private @Nullable Instant ticked;
    private long late;

    /** A run of the correlations of that set. */
    public TopologyCorrelationRun(RuleSet rules) {
        this.correlations =
                rules.correlations().stream().map(rule -> rule.metadata().id()).collect(Collectors.toUnmodifiableSet());
        this.untilAllIsOver = rules.correlations().stream()
                .map(rule -> rule.timespan().plus(MAX_DELAY).plus(TICK).multipliedBy(rule.level() + 1L))
                .max(Comparator.naturalOrder())
                .orElse(TICK);
        CompiledRules compiled =
                new CompiledRules(DetectorRules.of(rules), quarantine -> event::match, event, MAX_DELAY);
        this.detector = new OfflineDetector(compiled, MAX_DELAY, Instant.EPOCH);
    }

    @Override
    public void see(Sighting sighting) {
        Instant now = clock == null || sighting.time().isAfter(clock) ? sighting.time() : clock;
        clock = now;
        event.become(sighting);
        detector.see(standIn(sighting, now), now);
        collect(sighting);
        if (ticked == null || !now.isBefore(ticked.plus(TICK))) {
            tick(now);
        }
    }

    @Override
    public List<Firing> finish() {
        if (clock != null) {
            tick(clock.plus(untilAllIsOver));
        }
        return List.copyOf(firings.values());
    }

    private void tick(Instant time) {
        ticked = time;
        detector.tick(time);
        collect(null);
    }

    /** Remembers what fired; an alert that turned out to be part of another one did not. */
    private void collect(@Nullable Sighting cause) {
        for (Alert alert : detector.takeAlerts()) {
            if (!correlations.contains(alert.getRuleId())) {
                continue;
            }
            if (alert.getState() == AlertState.superseded) {
                firings.remove(alert.getAlertId());
            } else {
                firings.computeIfAbsent(alert.getAlertId(), id -> firing(alert, cause));
            }
        }
        late += detector.takeLateEvents().size();
    }

    private static Firing firing(Alert alert, @Nullable Sighting cause) {
        if (cause != null) {
            return new Firing(alert.getRuleId(), cause.index(), cause.time());
        }
        EventRef last = alert.getEvents().stream()
                .max(Comparator.comparing(EventRef::getEventTime).thenComparingLong(TopologyCorrelationRun::index))
                .orElseThrow(() -> new IllegalStateException("an alert without events"));
        return new Firing(alert.getRuleId(), index(last), last.getEventTime());
    }

    private static long index(EventRef ref) {
        return Long.parseLong(ref.getEventId());
    }

    private static AccessEvent standIn(Sighting sighting, Instant received) {
        return AccessEvent.newBuilder()
                .setEventId(Long.toString(sighting.index()))
                .setEventTime(sighting.time())
                .setEventReceived(received)
                .setTenant(NAME)
                .setEnvironment(Environment.production)
                .setSurface(SURFACE)
                .setSourceId(NAME)
                .setSourcePlatform("json")
                .setSourceMaxDelayMs(MAX_DELAY.toMillis())
                .setAction(Action.other)
                .setOutcome(Outcome.success)
                .setActorKind(ActorKind.anonymous)
                .build();
    }

    @Override
    public long late() {
        return late;
    }

    @Override
    public void close() {
        detector.close();
    }
}
