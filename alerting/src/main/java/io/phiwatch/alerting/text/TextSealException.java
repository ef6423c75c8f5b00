package io.phiwatch.alerting.text;

import java.io.Serial;

/** A text cannot be sealed, so it is not taken. The message holds none of it. */
public final class TextSealException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TextSealException(String message) {
        super(message);
    }
}
