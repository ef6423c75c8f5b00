package io.phiwatch.alerting.console.page;

import io.phiwatch.alerting.console.model.VisibleModel;
import io.phiwatch.alerting.page.SinkHealth;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The live console: what is open, the worst first; what was settled lately; the alerts as they come.
 *
 * @param open incidents that somebody has to work on
 * @param settled the last incidents that were resolved or closed
 * @param alerts the last alerts
 * @param alertsLastHour alerts detected or revised in the last hour, of those that are kept
 * @param silent sinks that did not deliver their last page: whoever is to be reached by them may not hear
 * @param isCaughtUp whether everything that was there at the start has been read
 */
public record BoardView(
        List<Incident> open,
        List<Incident> settled,
        List<Alert> alerts,
        long alertsLastHour,
        List<SinkHealth> silent,
        boolean isCaughtUp) {
    private static final int SETTLED_SHOWN = 5;
    private static final int ALERTS_SHOWN = 40;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<IncidentStatus> WORKED_ON =
            Set.of(IncidentStatus.open, IncidentStatus.acknowledged, IncidentStatus.contained);

    /** Nobody has looked yet; then the worst; then the newest, which is the order they come in. */
    private static final Comparator<Incident> MOST_PRESSING = Comparator.<Incident, Boolean>comparing(
                    incident -> incident.getStatus() != IncidentStatus.open)
            .thenComparing(Incident::getLevel, Comparator.reverseOrder());

    static BoardView of(VisibleModel model, List<SinkHealth> sinks, Wording wording) {
        List<Incident> all = model.incidents();
        List<Alert> alerts = model.alerts();
        var hourAgo = wording.now().minus(HOUR);
        return new BoardView(
                all.stream()
                        .filter(incident -> WORKED_ON.contains(incident.getStatus()))
                        .sorted(MOST_PRESSING)
                        .toList(),
                all.stream()
                        .filter(incident -> !WORKED_ON.contains(incident.getStatus()))
                        .sorted(Comparator.comparing(Incident::getUpdatedAt).reversed())
                        .limit(SETTLED_SHOWN)
                        .toList(),
                alerts.stream().limit(ALERTS_SHOWN).toList(),
                alerts.stream()
                        .filter(alert -> alert.getDetectedAt().isAfter(hourAgo))
                        .count(),
                sinks.stream().filter(sink -> !sink.isUp()).toList(),
                model.isCaughtUp());
    }

    /** Incidents that nobody has acknowledged. */
    public long waiting() {
        return open.stream()
                .filter(incident -> incident.getStatus() == IncidentStatus.open)
                .count();
    }

    /** Incidents that somebody works on. */
    public long inWork() {
        return open.size() - waiting();
    }

    /** Open incidents of the two highest levels. */
    public long severe() {
        return open.stream()
                .filter(incident -> incident.getLevel().compareTo(Level.high) >= 0)
                .count();
    }

    /** Largest number of patients in one open incident: counts of several may overlap and are not added up. */
    public long mostPatients() {
        return open.stream().mapToLong(Incident::getPatientsCount).max().orElse(0);
    }
}
