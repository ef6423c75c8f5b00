package io.phiwatch.ingest.privacy;

/** A key is missing or unusable; the message is one line that says what to do and holds no key material. */
public final class KeysetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysetException(String message) {
        super(message);
    }

    KeysetException(String message, Throwable cause) {
        super(message, cause);
    }
}
