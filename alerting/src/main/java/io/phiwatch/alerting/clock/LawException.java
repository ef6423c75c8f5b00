package io.phiwatch.alerting.clock;

import java.io.Serial;

/** A file of laws that cannot be read; the message names the file and what is wrong. */
public final class LawException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LawException(String file, String fault) {
        super(file + ": " + fault);
    }
}
