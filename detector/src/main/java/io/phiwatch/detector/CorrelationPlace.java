package io.phiwatch.detector;

/**
 * Where a correlator task stands: its stores and its ways out.
 *
 * @param suffix of the names of its stores
 * @param alerts sink of alerts
 * @param hits sink of hits of alerts
 * @param late sink of what comes too late
 * @param signals sink of signals to correlations over its own, and of ticks
 * @param upstreams how many tasks send to it
 * @param isAtSource whether it stands in the task that matches: it then hands its ticks on as they are, when it has done
 *     what was due
 */
record CorrelationPlace(
        String suffix, String alerts, String hits, String late, String signals, int upstreams, boolean isAtSource) {

    /** Behind {@code signals}, which bring all of a group to one task. */
    static CorrelationPlace behindSignals(int upstreams) {
        return new CorrelationPlace(
                "",
                DetectorTopology.WRITE_CORRELATED_ALERTS,
                DetectorTopology.WRITE_ALERT_HITS,
                DetectorTopology.WRITE_LATE_SIGNALS,
                DetectorTopology.WRITE_CHAINED_SIGNALS,
                upstreams,
                false);
    }

    /** In the task that has all events of an actor: correlations by actor need no way through a topic. */
    static CorrelationPlace atSource() {
        return new CorrelationPlace(
                "-by-actor",
                DetectorTopology.WRITE_ALERTS,
                DetectorTopology.WRITE_ACTOR_ALERT_HITS,
                DetectorTopology.WRITE_LATE_EVENTS,
                DetectorTopology.WRITE_SIGNALS,
                1,
                true);
    }

    /** Name of its store of that kind. */
    String store(String kind) {
        return kind + suffix;
    }
}
