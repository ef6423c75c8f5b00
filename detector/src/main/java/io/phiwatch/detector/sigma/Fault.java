package io.phiwatch.detector.sigma;

/** A part of a rule that can't be honoured; the message says why. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String reason) {
        super(reason);
    }

    /** Why; never null. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
