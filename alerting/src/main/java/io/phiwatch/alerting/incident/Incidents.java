package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.incident.IncidentInput.AlertArrived;
import io.phiwatch.alerting.incident.IncidentInput.CommandArrived;

/**
 * Decides what alerts and commands do to incidents. Pure: the same book and input give the same change, so a replay is
 * harmless. Thread-safe.
 */
public final class Incidents {
    private final AlertSteps alerts;
    private final CommandSteps commands;

    public Incidents(IncidentPolicy policy) {
        this.alerts = new AlertSteps(policy);
        this.commands = new CommandSteps();
    }

    /** What this input does to what is known. */
    public IncidentChange next(IncidentBook book, IncidentInput input) {
        return switch (input) {
            case AlertArrived arrived -> alerts.next(book, arrived.alert(), arrived.at());
            case CommandArrived arrived -> commands.next(book, arrived.command(), arrived.at());
        };
    }
}
