package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sessions, clients, patients and destinations that an alert names: incidents that share one are linked. */
public final class Traces {
    /** More than that of one kind in one alert says less about what two incidents have in common. */
    private static final int MOST = 20;

    private static final Map<String, String> KINDS = Map.of(
            "session.id", "session",
            "client.ip", "client",
            "client.prefix", "client",
            "patients", "patient",
            "destination.host", "destination");

    private Traces() {}

    /** What the alert adds for its incident: nothing but for its first revision, and where the incident lists it. */
    public static List<IncidentTrace> of(Alert alert, Incident incident) {
        boolean isListed = incident.getAlerts().stream()
                .anyMatch(listed -> listed.getAlertId().equals(alert.getAlertId()) && listed.getRevision() == 1);
        if (!isListed || incident.getExerciseId() != null) {
            return List.of();
        }
        List<IncidentTrace> traces = new ArrayList<>();
        byKind(alert)
                .forEach((kind, values) -> values.stream()
                        .limit(MOST)
                        .forEach(value -> traces.add(
                                new IncidentTrace(alert.getTenant(), kind, value, incident.getIncidentId()))));
        return traces;
    }

    private static Map<String, Set<String>> byKind(Alert alert) {
        Map<String, Set<String>> byKind = new LinkedHashMap<>();
        if (KINDS.containsValue(alert.getEntityKind())) {
            add(byKind, alert.getEntityKind(), alert.getEntityId());
        }
        alert.getGroup().forEach((field, value) -> addField(byKind, field, value));
        alert.getTraces().forEach((field, values) -> values.forEach(value -> addField(byKind, field, value)));
        return byKind;
    }

    private static void addField(Map<String, Set<String>> byKind, String field, String value) {
        String kind = KINDS.get(field);
        if (kind != null && !value.isEmpty()) {
            add(byKind, kind, value);
        }
    }

    private static void add(Map<String, Set<String>> byKind, String kind, String value) {
        byKind.computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(value);
    }
}
