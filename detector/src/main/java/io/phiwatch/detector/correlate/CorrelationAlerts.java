package io.phiwatch.detector.correlate;

import io.phiwatch.detector.event.RuleAlerts;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Signal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says what a correlation has to say: alerts, and hits of alerts that are open. */
final class CorrelationAlerts {
    private final CorrelationRule rule;
    private final Explanation explanation;

    CorrelationAlerts(CorrelationRule rule) {
        this.rule = rule;
        this.explanation = new Explanation(rule);
    }

    Alert alert(GroupKey key, Episode episode) {
        return RuleAlerts.about(rule.metadata(), key.tenant(), episode.entity())
                .setAlertId(episode.alertId())
                .setRevision(episode.told().revision())
                .setState(episode.isOpen() ? AlertState.open : AlertState.ended)
                .setEnvironment(episode.environment())
                .setSurfaces(episode.surfaces().stream().sorted().toList())
                .setGroup(named(key))
                .setFirstEventTime(Instant.ofEpochMilli(episode.first()))
                .setLastEventTime(Instant.ofEpochMilli(episode.last()))
                .setDetectedAt(Instant.ofEpochMilli(episode.told().at()))
                .setHits(episode.hits())
                .setValue(episode.peak().measure())
                .setThreshold(rule.measure().bounds().threshold())
                .setPatientsCount(episode.patients())
                .setExplanation(explanation.of(episode))
                .setEvents(episode.events().stream().map(Sighting::ref).toList())
                .build();
    }

    AlertHit hit(Episode episode, Signal signal) {
        return AlertHit.newBuilder()
                .setAlertId(episode.alertId())
                .setRuleId(rule.metadata().id())
                .setTenant(signal.getTenant())
                .setEntityKey(EntityKey.of(
                                signal.getTenant(), rule.metadata().entity().kind(), episode.entity())
                        .value())
                .setPatients(signal.getPatients())
                .setRef(signal.getRef())
                .build();
    }

    private Map<String, String> named(GroupKey key) {
        Map<String, String> group = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(rule.grouping().names().size(), key.group().size()); i++) {
            group.put(rule.grouping().names().get(i), key.group().get(i));
        }
        return group;
    }
}
