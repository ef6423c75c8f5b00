package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.AlertFollowUp;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.NotificationReason;
import java.util.function.Predicate;

/**
 * Starts clocks when an alert may be a breach of PHI, at the time at which it was detected, and pages the legal role: it
 * is called in before anybody knows. Later alerts may raise the number of people.
 */
public final class PossibleBreach implements AlertFollowUp {
    private final Clocks clocks;
    private final Predicate<Alert> mayBeBreach;

    /**
     * Starts these clocks.
     *
     * @param mayBeBreach whether an alert of sufficient level may be one
     */
    public PossibleBreach(Clocks clocks, Predicate<Alert> mayBeBreach) {
        this.clocks = clocks;
        this.mayBeBreach = mayBeBreach;
    }

    @Override
    public void follow(IncidentEdit edit, Alert alert) {
        Incident.Builder incident = edit.incident();
        boolean isKnown = incident.getDiscoveredAt() != null;
        if (!isKnown) {
            if (alert.getLevel().compareTo(clocks.policy().from()) < 0 || !mayBeBreach.test(alert)) {
                return;
            }
            incident.setDiscoveredAt(alert.getDetectedAt());
        }
        ClockLog.reckon(clocks, edit);
        if (!isKnown) {
            edit.page(NotificationReason.possible_breach, ClockCommands.LEGAL, "possible breach");
        }
    }
}
