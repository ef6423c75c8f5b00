package io.phiwatch.schema.serde;

import java.io.Serial;

/** A schema is unknown, refused, or a record does not follow it. The message names ids and subjects, never content. */
public final class SchemaException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }

    public SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
