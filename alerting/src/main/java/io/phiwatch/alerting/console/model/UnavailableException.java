package io.phiwatch.alerting.console.model;

import java.io.Serial;

/** Kafka could not take a command. */
public final class UnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public UnavailableException(Throwable cause) {
        super("the commands topic is not available", cause);
    }
}
