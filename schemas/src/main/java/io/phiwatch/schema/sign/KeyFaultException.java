package io.phiwatch.schema.sign;

import java.io.Serial;

/** A key cannot be used. The message holds no key material. */
public final class KeyFaultException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    KeyFaultException(String message) {
        super(message);
    }

    KeyFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
