package io.phiwatch.detector.sigma;

/**
 * Why a rule was rejected, and where.
 *
 * @param file the file, as the rule set names it
 * @param line line in the file, from 1
 * @param path where in the document, such as {@code detection.selection.action|contains}; empty for the whole document
 * @param reason what is wrong, for people
 */
public record RuleError(String file, int line, String path, String reason) {
    @Override
    public String toString() {
        return file + ':' + line + ": " + (path.isEmpty() ? "" : path + ": ") + reason;
    }
}
