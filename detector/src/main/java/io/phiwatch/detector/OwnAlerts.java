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
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Alerts of the detector about itself: rules that were refused, rules that throw, and correlations that forgot something
 * which could have counted. A store remembers what was told, so that a restart tells nothing twice; all tasks give the
 * same thing the same id. Not thread-safe: belongs to one task.
 */
final class OwnAlerts {
    static final String REJECTED = "phiwatch-rules-rejected";
    static final String QUARANTINED = "phiwatch-rule-quarantined";
    static final String STATE_LIMIT = "phiwatch-state-limit";

    /** What concerns no tenant is told in this one's name. */
    static final String TENANT = "phiwatch";

    private static final long HOUR = Duration.ofHours(1).toMillis();
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
        long hour = now.toEpochMilli() / HOUR;
        if (wasTold(slot, hour)) {
            return Optional.empty();
        }
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

    /**
     * A correlation forgot something for lack of room; empty where that was told in the same hour of log time.
     *
     * @param what follows the name of the rule in the explanation
     */
    Optional<Alert> stateLimit(String tenant, RuleMetadata rule, Environment environment, Instant now, String what) {
        long hour = now.toEpochMilli() / HOUR;
        if (wasTold(STATE_LIMIT + '|' + tenant + '|' + rule.id(), hour)) {
            return Optional.empty();
        }
        return Optional.of(about(STATE_LIMIT, "A correlation reached a limit of its state", tenant, "phiwatch-detector")
                .setAlertId(Digests.idOf(STATE_LIMIT, tenant, rule.id(), Long.toString(hour)))
                .setState(AlertState.ended)
                .setEnvironment(environment)
                .setGroup(Map.of("rule", rule.name()))
                .setFirstEventTime(now)
                .setLastEventTime(now)
                .setDetectedAt(now)
                .setExplanation("rule " + rule.name() + " " + what)
                .build());
    }

    /** Whether it was told in that hour already; from now on it was. */
    private boolean wasTold(String slot, long hour) {
        Long last = told.get(slot);
        if (last != null && last >= hour) {
            return true;
        }
        told.put(slot, hour);
        return false;
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
