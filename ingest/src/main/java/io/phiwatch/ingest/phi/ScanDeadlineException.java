package io.phiwatch.ingest.phi;

/** A text took longer to scan than it may: what it holds is unknown, so nothing of it may be called clean. */
public final class ScanDeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ScanDeadlineException() {
        super("scan: took too long");
    }
}
