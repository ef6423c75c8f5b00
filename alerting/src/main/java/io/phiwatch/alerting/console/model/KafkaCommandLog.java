package io.phiwatch.alerting.console.model;

import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.schema.IncidentCommand;

/** Writes commands to the partition of their entity, where the one writer of the incident reads them. Thread-safe. */
public final class KafkaCommandLog implements CommandLog {
    private final IncidentCommands commands;

    /** Writes through these; closes them in the end. */
    public KafkaCommandLog(IncidentCommands commands) {
        this.commands = commands;
    }

    @Override
    public void append(IncidentCommand command) {
        Delivered.await(() -> commands.send(command));
    }

    @Override
    public void close() {
        commands.close();
    }
}
