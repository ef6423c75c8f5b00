package io.phiwatch.alerting;

import io.phiwatch.alerting.incident.AlertPlace;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Incident;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Incidents in state stores. The latest incident of an entity stands under the entity key, so that an alert costs one
 * read and one write; earlier ones stand under their own ids. Places of alerts are kept for the latest incident and the
 * one before it: bounded by what two incidents took in.
 *
 * <p>Made anew for each input: it reads and decodes an incident once, and keeps nothing that an aborted transaction could
 * leave behind.
 */
final class StoredIncidents implements IncidentBook {
    private final KeyValueStore<String, Incident> incidents;
    private final KeyValueStore<String, Long> places;
    private final Map<String, Optional<Incident>> latest = new HashMap<>();

    StoredIncidents(KeyValueStore<String, Incident> incidents, KeyValueStore<String, Long> places) {
        this.incidents = incidents;
        this.places = places;
    }

    @Override
    public Optional<Incident> latest(String entityKey) {
        return latest.computeIfAbsent(entityKey, key -> Optional.ofNullable(incidents.get(key)));
    }

    @Override
    public Optional<Incident> find(String incidentId) {
        return latest(EntityKey.ofIncident(incidentId).value())
                .filter(latest -> latest.getIncidentId().equals(incidentId))
                .or(() -> Optional.ofNullable(incidents.get(incidentId))
                        .filter(earlier -> earlier.getIncidentId().equals(incidentId)));
    }

    @Override
    public Optional<AlertPlace> placeOf(String entityKey, String alertId) {
        return Optional.ofNullable(places.get(placeKey(entityKey, alertId))).map(AlertPlace::of);
    }

    /** The incident that took the alert in; empty where none has, or it is forgotten. */
    Optional<Incident> home(Alert alert) {
        return placeOf(alert.getEntityKey(), alert.getAlertId())
                .flatMap(place -> find(new EntityKey(alert.getEntityKey()).incidentId(place.ordinal())));
    }

    void apply(Changed change) {
        Incident incident = change.incident();
        String entityKey = incident.getEntityKey();
        Optional<Incident> before = latest(entityKey);
        if (change.outcome() == Outcome.OPENED) {
            before.ifPresent(previous -> incidents.put(previous.getIncidentId(), previous));
            forgetPlaces(entityKey, incident.getOrdinal() - 1);
        }
        boolean isLatest =
                before.map(it -> it.getOrdinal() <= incident.getOrdinal()).orElse(true);
        incidents.put(isLatest ? entityKey : incident.getIncidentId(), incident);
        if (change.alert() != null) {
            places.put(
                    placeKey(entityKey, change.alert().alertId()),
                    change.alert().place().packed());
        }
    }

    private void forgetPlaces(String entityKey, int firstKept) {
        List<String> old = new ArrayList<>();
        try (KeyValueIterator<String, Long> all = places.prefixScan(placeKey(entityKey, ""), new StringSerializer())) {
            all.forEachRemaining(entry -> {
                if (AlertPlace.of(entry.value).ordinal() < firstKept) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(places::delete);
    }

    private static String placeKey(String entityKey, String alertId) {
        return entityKey + '/' + alertId;
    }
}
