package io.phiwatch.detector;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.rules.Verdict;
import io.phiwatch.detector.sigma.RuleMetadata;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Alerts of phiwatch about its own rules. A store remembers what was told, so that a restart tells nothing twice. Not
 * thread-safe: belongs to one task.
 */
final class OwnAlerts {
    static final String REJECTED = "phiwatch-rules-rejected";
    static final String QUARANTINED = "phiwatch-rule-quarantined";

    /** What concerns no tenant is told in this one's name. */
    static final String TENANT = "phiwatch";

    private static final Duration QUARANTINE_INTERVAL = Duration.ofHours(1);
    private static final String KIND = "source";

    private final KeyValueStore<String, Long> told;

    OwnAlerts(KeyValueStore<String, Long> told) {
        this.told = told;
    }

    /** A pushed set was refused; empty where that was told before. */
    Optional<Alert> rejected(Verdict.Rejected rejection, Instant now) {
        String slot = REJECTED + '|' + rejection.id();
        if (told.get(slot) != null) {
            return Optional.empty();
        }
        told.put(slot, now.toEpochMilli());
        return Optional.of(about(REJECTED, "Pushed rules were rejected", TENANT, "rules")
                .setAlertId(Digests.idOf(REJECTED, rejection.id()))
                .setControls(List.of("soc2.CC8.1"))
                .setEnvironment(Environment.production)
                .setFirstEventTime(now)
                .setLastEventTime(now)
                .setDetectedAt(now)
                .setExplanation("version " + rejection.version()
                        + " of the rules is not in force, the set before stays: " + rejection.reason())
                .build());
    }

    /** A rule threw on an event; empty where that was told in the same hour of log time. */
    Optional<Alert> quarantined(RuleMetadata rule, EnrichedEvent event, RuntimeException failure, Instant now) {
        AccessEvent access = event.access();
        String slot = QUARANTINED + '|' + access.getTenant() + '|' + rule.id();
        long hour = now.toEpochMilli() / QUARANTINE_INTERVAL.toMillis();
        Long last = told.get(slot);
        if (last != null && last == hour) {
            return Optional.empty();
        }
        told.put(slot, hour);
        // The message of the failure may quote the event: only its class is told.
        return Optional.of(about(QUARANTINED, "A rule failed", access.getTenant(), "rule " + rule.name())
                .setAlertId(Digests.idOf(QUARANTINED, access.getTenant(), rule.id(), Long.toString(hour)))
                .setControls(List.of("soc2.CC7.2"))
                .setEnvironment(access.getEnvironment())
                .setSurfaces(List.of(access.getSurface()))
                .setFirstEventTime(access.getEventTime())
                .setLastEventTime(access.getEventTime())
                .setDetectedAt(now)
                .setExplanation("rule " + rule.name() + " threw "
                        + failure.getClass().getName() + " and was left out for the event; told once an hour")
                .setEvents(List.of(event.ref()))
                .build());
    }

    private static Alert.Builder about(String name, String title, String tenant, String entity) {
        return Alert.newBuilder()
                .setRevision(1)
                .setState(AlertState.open)
                .setRuleId(name)
                .setRuleName(name)
                .setRuleTitle(title)
                .setRuleVersion("1")
                .setLevel(Level.high)
                .setTenant(tenant)
                .setEntityKind(KIND)
                .setEntityId(entity)
                .setEntityKey(EntityKey.of(tenant, KIND, entity).value())
                .setHits(1);
    }
}
