package io.phiwatch.alerting;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import java.util.Map;

/** Commands for tests. */
public final class Commands {
    private Commands() {}

    /** A command of a responder who accepts any version. */
    public static IncidentCommand.Builder of(String commandId, String incidentId, CommandType type) {
        return IncidentCommand.newBuilder()
                .setCommandId(commandId)
                .setIncidentId(incidentId)
                .setType(type)
                .setActor("dana")
                .setRole("responder")
                .setRequestedAt(Alerts.START)
                .setDetails(Map.of());
    }
}
