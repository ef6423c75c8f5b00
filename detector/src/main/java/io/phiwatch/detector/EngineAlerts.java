package io.phiwatch.detector;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.event.RuleAlerts;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the detector says of itself: that a correlation forgot something which could have counted. At most one alert an
 * hour for each tenant and rule; all partitions give it the same id. Not thread-safe: belongs to one task.
 */
final class EngineAlerts {
    /** Id and name of the rule. */
    static final String STATE_LIMIT = "phiwatch-state-limit";

    private static final long INTERVAL = Duration.ofHours(1).toMillis();

    private static final RuleMetadata RULE = new RuleMetadata(
            STATE_LIMIT,
            STATE_LIMIT,
            "A correlation reached a limit of its state",
            "What a correlation forgot for lack of room could have made it fire.",
            Level.high,
            null,
            null,
            STATE_LIMIT,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            Set.of(),
            new RuleMetadata.Entity("source", List.of()),
            "");

    private final KeyValueStore<String, Long> told;

    /** Remembers in that store when it said what. */
    EngineAlerts(KeyValueStore<String, Long> told) {
        this.told = told;
    }

    /**
     * The alert; none where it has been told this hour.
     *
     * @param now log time, epoch milliseconds
     */
    Optional<Alert> stateLimit(String tenant, RuleMetadata rule, Environment environment, long now, String what) {
        long hour = now / INTERVAL;
        String key = tenant + '|' + rule.id();
        Long last = told.get(key);
        if (last != null && last >= hour) {
            return Optional.empty();
        }
        told.put(key, hour);
        Instant at = Instant.ofEpochMilli(now);
        return Optional.of(RuleAlerts.about(RULE, tenant, "phiwatch-detector")
                .setAlertId(Digests.idOf(STATE_LIMIT, tenant, rule.id(), Long.toString(hour)))
                .setRevision(1)
                .setState(AlertState.ended)
                .setEnvironment(environment)
                .setSurfaces(List.of())
                .setGroup(Map.of("rule", rule.name()))
                .setFirstEventTime(at)
                .setLastEventTime(at)
                .setDetectedAt(at)
                .setHits(1)
                .setExplanation("rule " + rule.name() + " " + what)
                .setEvents(List.of())
                .build());
    }
}
