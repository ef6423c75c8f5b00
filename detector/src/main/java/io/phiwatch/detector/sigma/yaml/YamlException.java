package io.phiwatch.detector.sigma.yaml;

/** A text is not YAML that phiwatch reads. */
public final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    YamlException(int line, String reason) {
        super(reason);
        this.line = line;
    }

    /** Line in the file, from 1. */
    public int line() {
        return line;
    }
}
