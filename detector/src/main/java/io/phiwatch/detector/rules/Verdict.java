package io.phiwatch.detector.rules;

import java.time.Instant;

/** What became of a manifest. */
public sealed interface Verdict {
    /** The set comes into force. */
    record Accepted(ActiveSet set) implements Verdict {}

    /**
     * The set does not come into force; the one before stays.
     *
     * @param id the same for the same manifest
     * @param reason for people; names rules, files and lines
     */
    record Rejected(String id, long version, Instant activateAt, String reason) implements Verdict {}
}
