package io.phiwatch.alerting.text;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * Scans and seals what people type, and opens it again. Whoever runs alerting puts a scanner and a key behind it: alerting
 * knows neither. Thread-safe.
 */
public interface TextSeals {
    /** Longest text that is taken, in UTF-16 code units. */
    int MAX_LENGTH = 8_000;

    /**
     * Where a text belongs: a seal that is moved elsewhere does not open.
     *
     * @param id of the command or the exception that it came with
     */
    record Place(String tenant, String id) {}

    /**
     * A text as it is kept.
     *
     * @param phiTypes types of PHI that were found in it
     */
    record Sealed(ByteBuffer ciphertext, Set<String> phiTypes) {
        public Sealed {
            phiTypes = Set.copyOf(phiTypes);
        }
    }

    /**
     * Seals a text.
     *
     * @throws TextSealException where there is no key
     */
    Sealed seal(Place place, String text);

    /** Opens a text; empty where the seal is not of that place, or there is no key for it. */
    Optional<String> open(Place place, ByteBuffer ciphertext);

    /** Whether a name or an identifier may be kept in the clear: it is none of a patient, as far as a scan can tell. */
    boolean mayStandInClear(String text);
}
