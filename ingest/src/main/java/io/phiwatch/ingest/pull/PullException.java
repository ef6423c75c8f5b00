package io.phiwatch.ingest.pull;

/** A fetch that did not come to its end; what was not fetched is asked for again. The message quotes no answer. */
final class PullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PullException(String reason) {
        super(reason);
    }
}
