package io.phiwatch.detector.match;

/** A text of events can't be read on: says where, never what stands there. */
public final class MalformedEventsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedEventsException(String message) {
        super(message);
    }
}
