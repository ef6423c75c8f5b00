package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.incident.IncidentInput.AlertArrived;
import io.phiwatch.alerting.incident.IncidentInput.CommandArrived;
import io.phiwatch.schema.CommandType;
import java.util.Map;

/**
 * Decides what alerts and commands do to incidents. Pure: the same book and input give the same change, so a replay is
 * harmless. Thread-safe.
 */
public final class Incidents {
    private final AlertSteps alerts;
    private final CommandSteps commands;

    /**
     * Decides by that policy.
     *
     * @param steps what each kind of command does; any other is refused
     */
    public Incidents(IncidentPolicy policy, Map<CommandType, CommandStep> steps) {
        this(policy, steps, (edit, alert) -> {});
    }

    /**
     * Decides by that policy.
     *
     * @param steps what each kind of command does; any other is refused
     * @param followUp what follows from an alert beside its incident
     */
    public Incidents(IncidentPolicy policy, Map<CommandType, CommandStep> steps, AlertFollowUp followUp) {
        this.alerts = new AlertSteps(policy, followUp);
        this.commands = new CommandSteps(steps);
    }

    /** What this input does to what is known. */
    public IncidentChange next(IncidentBook book, IncidentInput input) {
        return switch (input) {
            case AlertArrived arrived -> alerts.next(book, arrived.alert(), arrived.at());
            case CommandArrived arrived -> commands.next(book, arrived.command(), arrived.at());
        };
    }
}
