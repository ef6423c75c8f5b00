package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The alerts that an incident lists. Bounded by the cap plus one alert per rule: an alert beyond the cap is listed only if
 * it is the first of its rule; all others are counted in one further line, whose revision is their number. Every alert
 * stands in the evidence, listed or not.
 */
final class AlertList {
    /** Rule name of the line that counts the alerts beyond the cap. */
    static final String FURTHER = "further-alerts";

    /** Titles that a page names at most. */
    private static final int TITLES = 5;

    private AlertList() {}

    static boolean knowsRule(List<IncidentAlert> alerts, String ruleName) {
        return alerts.stream().anyMatch(listed -> listed.getRuleName().equals(ruleName));
    }

    /** The list with this alert in it; {@code first} where the incident has not seen the alert before. */
    static List<IncidentAlert> with(Incident.Builder incident, Alert alert, boolean first, int cap) {
        List<IncidentAlert> alerts = new ArrayList<>(incident.getAlerts());
        int place = placeOf(alerts, alert.getAlertId());
        if (place >= 0) {
            alerts.set(place, listed(alert));
        } else if (first && (alerts.size() < cap || !knowsRule(alerts, alert.getRuleName()))) {
            alerts.add(beforeFurther(alerts), listed(alert));
        } else if (first) {
            count(alerts, incident.getIncidentId() + '-' + FURTHER, alert);
        }
        return alerts;
    }

    /** Alerts that it stands for, listed or counted. */
    static long count(List<IncidentAlert> alerts) {
        return alerts.stream()
                .mapToLong(alert -> alert.getRuleName().equals(FURTHER) ? alert.getRevision() : 1)
                .sum();
    }

    /** The authors of the rules of the alerts listed, each once. */
    static List<String> authors(List<IncidentAlert> alerts) {
        return alerts.stream()
                .map(IncidentAlert::getRuleAuthor)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The titles of the rules of the alerts listed, each once, the highest level first. */
    static List<String> titles(List<IncidentAlert> alerts) {
        return alerts.stream()
                .filter(alert -> !alert.getRuleName().equals(FURTHER))
                .sorted(Comparator.comparing(IncidentAlert::getLevel).reversed())
                .map(IncidentAlert::getRuleTitle)
                .distinct()
                .limit(TITLES)
                .toList();
    }

    private static int placeOf(List<IncidentAlert> alerts, String alertId) {
        for (int i = 0; i < alerts.size(); i++) {
            if (alerts.get(i).getAlertId().equals(alertId)) {
                return i;
            }
        }
        return -1;
    }

    private static int beforeFurther(List<IncidentAlert> alerts) {
        boolean hasFurther = !alerts.isEmpty() && alerts.getLast().getRuleName().equals(FURTHER);
        return hasFurther ? alerts.size() - 1 : alerts.size();
    }

    private static void count(List<IncidentAlert> alerts, String id, Alert alert) {
        int place = placeOf(alerts, id);
        IncidentAlert before = place >= 0 ? alerts.remove(place) : none(id, alert);
        int number = before.getRevision() + 1;
        alerts.add(IncidentAlert.newBuilder(before)
                .setRevision(number)
                .setLevel(alert.getLevel().compareTo(before.getLevel()) > 0 ? alert.getLevel() : before.getLevel())
                .setHits(before.getHits() + alert.getHits())
                .setPatientsCount(Math.max(before.getPatientsCount(), alert.getPatientsCount()))
                .setExplanation("Alerts beyond those listed, kept one by one in the evidence only: " + number)
                .setFirstEventTime(Folds.earlier(before.getFirstEventTime(), alert.getFirstEventTime()))
                .setLastEventTime(Folds.later(before.getLastEventTime(), alert.getLastEventTime()))
                .build());
    }

    private static IncidentAlert none(String id, Alert alert) {
        return IncidentAlert.newBuilder(listed(alert))
                .setAlertId(id)
                .setRuleName(FURTHER)
                .setRuleTitle("Further alerts")
                .clearRuleAuthor()
                .clearRuleLicense()
                .setRevision(0)
                .setState(AlertState.open)
                .setHits(0)
                .build();
    }

    private static IncidentAlert listed(Alert alert) {
        return IncidentAlert.newBuilder()
                .setAlertId(alert.getAlertId())
                .setRuleName(alert.getRuleName())
                .setRuleTitle(alert.getRuleTitle())
                .setRuleAuthor(alert.getRuleAuthor())
                .setRuleLicense(alert.getRuleLicense())
                .setLevel(alert.getLevel())
                .setRevision(alert.getRevision())
                .setState(alert.getState())
                .setHits(alert.getHits())
                .setPatientsCount(alert.getPatientsCount())
                .setExplanation(alert.getExplanation())
                .setFirstEventTime(alert.getFirstEventTime())
                .setLastEventTime(alert.getLastEventTime())
                .build();
    }
}
