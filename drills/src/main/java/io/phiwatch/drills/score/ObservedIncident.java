package io.phiwatch.drills.score;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An incident that phiwatch opened while a simulation ran.
 *
 * @param rules names of the rules of its alerts
 * @param openedAt by the clock in the log
 * @param firstEventTime time of the earliest event behind it; null where it is not known
 * @param realTimeSeen when it was noticed, by the real clock; null where nobody looked
 */
public record ObservedIncident(
        String id,
        String entityKind,
        String entityId,
        Set<String> rules,
        Instant openedAt,
        @Nullable Instant firstEventTime,
        @Nullable Instant realTimeSeen) {
    public ObservedIncident {
        rules = Set.copyOf(rules);
    }
}
