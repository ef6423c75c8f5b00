package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentInput.AlertArrived;
import io.phiwatch.alerting.incident.IncidentInput.CommandArrived;
import io.phiwatch.alerting.incident.step.LifecycleSteps;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A book that does as {@link Incidents} says, and keeps what it said. */
public final class BookInMemory implements IncidentBook {
    public final Map<String, Incident> incidents = new HashMap<>();
    final Map<String, AlertPlace> places = new HashMap<>();
    public final List<EvidenceEntry> evidence = new ArrayList<>();
    public final List<Notification> pages = new ArrayList<>();
    private final Incidents decisions;

    BookInMemory(IncidentPolicy policy) {
        this(new Incidents(policy, LifecycleSteps.all()));
    }

    /** A book of what these decide. */
    public BookInMemory(Incidents decisions) {
        this.decisions = decisions;
    }

    public IncidentChange.Outcome alert(Alert.Builder alert, Instant at) {
        return apply(decisions.next(this, new AlertArrived(alert.build(), at)));
    }

    public IncidentChange.Outcome command(IncidentCommand.Builder command, Instant at) {
        return apply(decisions.next(this, new CommandArrived(command.build(), at)));
    }

    private IncidentChange.Outcome apply(IncidentChange change) {
        if (change instanceof Changed changed) {
            incidents.put(changed.incident().getIncidentId(), changed.incident());
            evidence.addAll(changed.evidence());
            pages.addAll(changed.pages());
            if (changed.alert() != null) {
                String key = changed.incident().getEntityKey()
                        + '/'
                        + changed.alert().alertId();
                places.put(key, changed.alert().place());
            }
        }
        return change.outcome();
    }

    @Override
    public Optional<Incident> latest(String entityKey) {
        return incidents.values().stream()
                .filter(incident -> incident.getEntityKey().equals(entityKey))
                .max(Comparator.comparingInt(Incident::getOrdinal));
    }

    @Override
    public Optional<Incident> find(String incidentId) {
        return Optional.ofNullable(incidents.get(incidentId));
    }

    @Override
    public Optional<AlertPlace> placeOf(String entityKey, String alertId) {
        return Optional.ofNullable(places.get(entityKey + '/' + alertId));
    }
}
