package io.phiwatch.drills.play;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the deliveries: {@code sent = accepted + failed}. Immutable.
 *
 * @param sent requests that were made, each counted once however often it was tried
 * @param accepted requests that were answered with success
 * @param failed requests that were not
 * @param rejectedItems lines or events that the ingest says it could not read
 * @param problems how often each kind of failure happened, by source and status
 */
public record PlayReport(long sent, long accepted, long failed, long rejectedItems, Map<String, Long> problems) {
    public PlayReport {
        problems = Map.copyOf(problems);
    }

    /** Whether everything that was sent was taken, item by item. */
    public boolean isClean() {
        return failed == 0 && rejectedItems == 0;
    }

    /** The problems in the order of their names, for people. */
    public Map<String, Long> sortedProblems() {
        return new TreeMap<>(problems);
    }
}
