package io.phiwatch.detector.rules;

import java.io.Serial;

/** A key for rules cannot be used. The message says what to do and holds no key material. */
public final class RuleKeyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    RuleKeyException(String message) {
        super(message);
    }

    RuleKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
