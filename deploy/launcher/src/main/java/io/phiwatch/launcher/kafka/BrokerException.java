package io.phiwatch.launcher.kafka;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The broker is not there, or refuses. */
public final class BrokerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
