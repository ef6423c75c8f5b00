package io.phiwatch.detector.sigma;

import java.util.List;
import java.util.stream.Collectors;

/** A rule set with faults: none of it is used. */
public final class RuleSetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleError> errors;

    RuleSetException(List<RuleError> errors) {
        super(errors.stream().map(RuleError::toString).collect(Collectors.joining(System.lineSeparator())));
        this.errors = List.copyOf(errors);
    }

    /** Every fault found, in the order of files and lines. */
    public List<RuleError> errors() {
        return errors;
    }
}
