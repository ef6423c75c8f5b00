package io.phiwatch.detector.match;

import io.phiwatch.detector.sigma.RuleError;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline with faults: none of it is used. */
public final class PipelineException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With every fault, each with file, line, path and reason. */
    PipelineException(List<RuleError> faults) {
        super(faults.stream().map(RuleError::toString).collect(Collectors.joining(System.lineSeparator())));
    }
}
