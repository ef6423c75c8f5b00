package io.phiwatch.alerting.incident;

import io.phiwatch.schema.Alert;

/** What follows from an alert beside its incident, such as a playbook or a clock. Pure and thread-safe. */
@FunctionalInterface
public interface AlertFollowUp {
    /** Changes the incident further, after it has taken the alert in. */
    void follow(IncidentEdit edit, Alert alert);

    /** This one, then the other. */
    default AlertFollowUp then(AlertFollowUp other) {
        return (edit, alert) -> {
            follow(edit, alert);
            other.follow(edit, alert);
        };
    }
}
