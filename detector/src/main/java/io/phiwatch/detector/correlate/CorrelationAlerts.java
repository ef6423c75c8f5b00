package io.phiwatch.detector.correlate;

import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.event.RuleAlerts;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.ExerciseId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a correlation has to say: alerts, and hits of alerts that are open. Immutable. */
final class CorrelationAlerts {
    private final CorrelationRule rule;

    CorrelationAlerts(CorrelationRule rule) {
        this.rule = rule;
    }

    Alert alert(GroupKey key, Episode episode, Shown shown) {
        return alert(key, episode, shown, episode.isOpen() ? AlertState.open : AlertState.ended);
    }

    Alert superseded(GroupKey key, Episode episode, Shown shown) {
        return alert(key, episode, shown, AlertState.superseded);
    }

    private Alert alert(GroupKey key, Episode episode, Shown shown, AlertState state) {
        Episode.Told told = episode.told();
        Alert.Builder alert = RuleAlerts.about(
                        rule.metadata(), key.tenant(), shown.subject().entity())
                .setAlertId(episode.alertId())
                .setRevision(told.revision())
                .setState(state)
                .setEnvironment(shown.subject().environment())
                .setSurfaces(episode.surfaces().stream().sorted().toList())
                .setGroup(named(key))
                .setFirstEventTime(Instant.ofEpochMilli(episode.first()))
                .setLastEventTime(Instant.ofEpochMilli(episode.last()))
                .setFiredAt(Instant.ofEpochMilli(shown.firedAt()))
                .setDetectedAt(Instant.ofEpochMilli(told.at()))
                .setHits(episode.hits())
                .setValue(shown.value())
                .setPatientsCount(shown.patients())
                .setExplanation(
                        told.revision() == 1
                                ? shown.explanation()
                                : shown.explanation() + "; " + episode.hits() + " events so far")
                .setEvents(shown.events());
        ExerciseId.ofAll(shown.events()).ifPresent(alert::setExerciseId);
        rule.measure().bounds().comparisons().stream()
                .findFirst()
                .ifPresent(bound -> alert.setThreshold(bound.value()));
        return alert.build();
    }

    AlertHit hit(GroupKey key, Episode episode, Shown shown, Event event, List<String> patients) {
        return AlertHit.newBuilder()
                .setAlertId(episode.alertId())
                .setRuleId(rule.metadata().id())
                .setTenant(key.tenant())
                .setEntityKey(EntityKey.of(
                                key.tenant(),
                                rule.metadata().entity().kind(),
                                shown.subject().entity())
                        .value())
                .setPatients(patients)
                .setRef(event.ref())
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
