package io.phiwatch.ingest;

import java.util.List;

/** A configuration that ingest does not start with; the message lists every fault with its path. */
public final class IngestConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    IngestConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** The faults, each with its path. */
    public List<String> faults() {
        return faults;
    }
}
