package io.phiwatch.detector.event;

import io.phiwatch.schema.Heartbeat;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields {@code heartbeat.*} of a source's second. */
final class HeartbeatFields {
    static final String PREFIX = "heartbeat.";

    private static final String OUTCOMES = "outcomes.";

    private static final Map<String, Function<Heartbeat, Long>> COUNTS = Map.of(
            "accepted", Heartbeat::getAccepted,
            "rejected", Heartbeat::getRejected,
            "duplicates", Heartbeat::getDuplicates,
            "failed", Heartbeat::getFailed,
            "refused", Heartbeat::getRefused,
            "missing", Heartbeat::getMissing,
            "skewed", Heartbeat::getSkewed,
            "bytes", Heartbeat::getBytes,
            "read", HeartbeatFields::read);

    private HeartbeatFields() {}

    private static long read(Heartbeat beat) {
        return beat.getAccepted() + beat.getRejected() + beat.getDuplicates() + beat.getFailed() + beat.getRefused();
    }

    /** The field of that name; null where there is none. */
    static @Nullable Function<Heartbeat, @Nullable Object> of(String name) {
        if (!name.startsWith(PREFIX)) {
            return null;
        }
        String field = name.substring(PREFIX.length());
        if (field.startsWith(OUTCOMES)) {
            String outcome = field.substring(OUTCOMES.length());
            return beat -> beat.getOutcomes().getOrDefault(outcome, 0L);
        }
        Function<Heartbeat, Long> count = COUNTS.get(field);
        return count == null ? null : count::apply;
    }
}
