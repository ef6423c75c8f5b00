package io.phiwatch.alerting.playbook;

import java.io.Serial;

/** A playbook that cannot be read; the message names the file and what is wrong. */
public final class PlaybookException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    PlaybookException(String file, String fault) {
        super(file + ": " + fault);
    }
}
