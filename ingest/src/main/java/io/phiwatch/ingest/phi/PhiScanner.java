package io.phiwatch.ingest.phi;

import java.util.List;

/**
 * Finds PHI in text in one pass: runs of letters and digits are classified once, then judged by checksum, issuing rules
 * and the words around them. A bare number never counts alone; the name of its field or a word before it has to say
 * what it is. No regular expressions, so no input makes it slow. Holds no state: one instance serves all threads.
 */
public final class PhiScanner {
    /**
     * Finds PHI in the value of a field.
     *
     * @param field name of the parameter or JSON field that holds the text; empty where there is none
     * @return findings in order, without overlap; offsets are UTF-16 code units in {@code text}
     */
    public List<PhiFinding> scan(String field, CharSequence text) {
        return new Pass(text.toString(), hintsOf(field)).findings();
    }

    /** Finds PHI in a line of a log or a file, where names before {@code :} or {@code =} speak for the values. */
    public List<PhiFinding> scanLine(String line) {
        return new Pass(line, Hints.NONE).findings();
    }

    private static int hintsOf(String field) {
        return field.isEmpty() ? Hints.NONE : new Words(field).ofWholeText();
    }
}
