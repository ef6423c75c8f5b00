package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one person may see of a model: all of the tenants that they act for, and nothing of others, not even that it is
 * there.
 *
 * @param tenants whether the person acts for a tenant
 */
public record VisibleModel(ReadModel model, Predicate<String> tenants) {
    /** The incident of that id. */
    public Optional<Incident> incident(String incidentId) {
        return model.incident(incidentId).filter(incident -> tenants.test(incident.getTenant()));
    }

    /** All incidents, the newest first. */
    public List<Incident> incidents() {
        return model.incidents().stream()
                .filter(incident -> tenants.test(incident.getTenant()))
                .toList();
    }

    /** Recent alerts, the one that was detected or revised last first. */
    public List<Alert> alerts() {
        return model.alerts().stream()
                .filter(alert -> tenants.test(alert.getTenant()))
                .toList();
    }

    /** The last evidence entries of an incident, in the order of its chain. */
    public List<EvidenceEntry> evidence(String incidentId) {
        return incident(incidentId).isPresent() ? model.evidence(incidentId) : List.of();
    }

    /** Whether the person may hear of a change. An entry of an incident that is not known yet comes with the incident. */
    public boolean shows(Change change) {
        return switch (change) {
            case Change.CaughtUp caughtUp -> true;
            case Change.IncidentChanged changed ->
                tenants.test(changed.incident().getTenant());
            case Change.AlertRaised raised -> tenants.test(raised.alert().getTenant());
            case Change.EvidenceAdded added ->
                incident(added.entry().getIncidentId()).isPresent();
        };
    }

    /** Whether everything that was there at the start has been read. */
    public boolean isCaughtUp() {
        return model.isCaughtUp();
    }
}
