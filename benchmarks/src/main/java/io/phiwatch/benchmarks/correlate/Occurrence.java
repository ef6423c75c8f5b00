package io.phiwatch.benchmarks.correlate;

/**
 * One event, as all engines are told of it.
 *
 * @param time when it happened, epoch milliseconds
 * @param received when it arrived, epoch milliseconds
 * @param value the patient that it was about
 */
record Occurrence(String id, long time, long received, String actor, Kind kind, String value) {
    /** What was done. */
    enum Kind {
        READ,
        FAILED_LOGIN,
        EXPORT
    }
}
