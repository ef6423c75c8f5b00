package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.phi.PhiFinding;
import java.util.List;

/** Finds PHI in a text. Thread-safe. */
@FunctionalInterface
public interface Scanner {
    /**
     * PHI in a text.
     *
     * @param field name of the field that held it, a help to the scanner; empty for free text
     */
    List<PhiFinding> scan(String field, CharSequence text);
}
