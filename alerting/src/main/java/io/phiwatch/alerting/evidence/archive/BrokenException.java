package io.phiwatch.alerting.evidence.archive;

import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Broken;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Reason;
import java.io.Serial;

/** Ends a verification at the first thing that is wrong. */
final class BrokenException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Broken broken;

    BrokenException(Broken broken) {
        super(broken.reason().code());
        this.broken = broken;
    }

    BrokenException(String file, long place, Reason reason) {
        this(new Broken(file, place, reason));
    }

    Broken broken() {
        return broken;
    }
}
