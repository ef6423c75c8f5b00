package io.phiwatch.alerting.console.api;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What lists filter and page by. */
record Row(
        String id, Instant time, String status, String level, String tenant, Set<String> surfaces, Set<String> rules) {

    static Row of(Incident incident) {
        return new Row(
                incident.getIncidentId(),
                incident.getOpenedAt(),
                incident.getStatus().name(),
                incident.getLevel().name(),
                incident.getTenant(),
                names(incident.getSurfaces()),
                incident.getAlerts().stream().map(IncidentAlert::getRuleName).collect(Collectors.toSet()));
    }

    static Row of(Alert alert) {
        return new Row(
                alert.getAlertId(),
                alert.getDetectedAt(),
                alert.getState().name(),
                alert.getLevel().name(),
                alert.getTenant(),
                names(alert.getSurfaces()),
                Set.of(alert.getRuleName()));
    }

    private static Set<String> names(Collection<Surface> surfaces) {
        return surfaces.stream().map(Surface::name).collect(Collectors.toSet());
    }
}
