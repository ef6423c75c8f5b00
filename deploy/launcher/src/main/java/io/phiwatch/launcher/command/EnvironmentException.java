package io.phiwatch.launcher.command;

import java.io.Serial;

/** Something that the command needs is not there. The message says what to do. */
public final class EnvironmentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public EnvironmentException(String message) {
        super(message);
    }
}
