package io.phiwatch.alerting.console.exception;

import io.phiwatch.schema.ScopedException;

/** Where exceptions are written. */
public interface ExceptionLog extends AutoCloseable {
    /**
     * Writes the latest state of an exception; it is safe when this returns.
     *
     * @throws io.phiwatch.alerting.console.model.UnavailableException where the topic could not take it
     */
    void append(ScopedException exception);

    @Override
    void close();
}
