package io.phiwatch.alerting.console.model;

import io.phiwatch.schema.IncidentCommand;

/** Where commands are written. */
public interface CommandLog extends AutoCloseable {
    /**
     * Writes a command; it is safe when this returns.
     *
     * @throws UnavailableException where the topic could not take it
     */
    void append(IncidentCommand command);

    @Override
    void close();
}
