package io.phiwatch.ingest.syslog;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds numbers that are missing from the sequences that senders number their messages by. A lower number than the last
 * is a sender that began anew. Remembers so many senders, the ones heard of lately. Thread-safe.
 */
final class SequenceGaps {
    private static final int MOST_SENDERS = 10_000;
    private static final float LOAD = 0.75f;

    private final Map<String, Long> last = new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    /** How many numbers are missing before this one of the sender. */
    synchronized long before(String sender, long number) {
        Long previous = last.put(sender, number);
        return previous == null || number <= previous ? 0 : number - previous - 1;
    }
}
