package io.phiwatch.detector.correlate;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Signal;
import java.util.List;

/**
 * What one event adds to a window.
 *
 * @param time event time, epoch milliseconds
 * @param keys what counts once however often it comes: the event's id, or each value to count distinctly
 * @param weight how much each key adds to the measure; not negative
 */
record Hit(long time, List<Long> keys, double weight) {
    Hit {
        keys = List.copyOf(keys);
    }

    static Hit of(CorrelationRule.Type type, Signal signal) {
        long time = signal.getRef().getEventTime().toEpochMilli();
        List<Long> event = List.of(Digests.shortOf(signal.getRef().getEventId()));
        return switch (type) {
            case EVENT_COUNT -> new Hit(time, event, 1);
            case VALUE_COUNT ->
                new Hit(
                        time,
                        signal.getValues().stream()
                                .map(Digests::shortOf)
                                .distinct()
                                .toList(),
                        1);
            case TEMPORAL, TEMPORAL_ORDERED -> new Hit(time, List.of(Digests.shortOf(signal.getMatchedRule())), 1);
            case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> {
                Double amount = signal.getAmount();
                yield new Hit(time, event, amount == null ? 0 : Math.max(0, amount));
            }
        };
    }
}
