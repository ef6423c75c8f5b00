package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.oncall.Roster.Gap;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Alerts of paging about itself. Their ids name thing and day, so that each is told once a day. */
final class PagingAlerts {
    static final String UNDELIVERED = "phiwatch-page-undelivered";
    static final String UNCOVERED = "phiwatch-oncall-uncovered";

    /** What concerns no tenant is told in this one's name. */
    private static final String TENANT = "phiwatch";

    private PagingAlerts() {}

    /** A sink could not deliver a page. */
    static Alert undelivered(String sink, String code, Instant at) {
        return about(UNDELIVERED, "Pages cannot be delivered", "sink", sink, at)
                .setExplanation("sink " + sink + " did not take a page: " + code + "; the next step was taken")
                .build();
    }

    /** Nobody is on call for a while. */
    static Alert uncovered(Gap gap, Instant at) {
        return about(UNCOVERED, "Nobody is on call", "schedule", gap.schedule(), at)
                .setExplanation("schedule " + gap.schedule() + " has nobody from " + gap.from() + " to " + gap.until()
                        + "; `phiwatch oncall show` lists all such hours")
                .build();
    }

    private static Alert.Builder about(String rule, String title, String kind, String entity, Instant at) {
        EntityKey key = EntityKey.of(TENANT, kind, entity);
        return Alert.newBuilder()
                .setAlertId(rule
                        + '-'
                        + key.value()
                        + '-'
                        + at.atZone(ZoneOffset.UTC).toLocalDate())
                .setRevision(1)
                .setState(AlertState.ended)
                .setRuleId(rule)
                .setRuleName(rule)
                .setRuleTitle(title)
                .setRuleVersion("1")
                .setLevel(Level.high)
                .setControls(List.of("soc2.CC7.4"))
                .setTenant(TENANT)
                .setEnvironment(Environment.production)
                .setEntityKind(kind)
                .setEntityId(entity)
                .setEntityKey(key.value())
                .setHits(1)
                .setFirstEventTime(at)
                .setLastEventTime(at)
                .setDetectedAt(at);
    }
}
