package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a signal or a timer.
 *
 * @param state what to remember; null where nothing is left to remember
 */
public record Outcome(@Nullable GroupState state, List<Alert> alerts, List<AlertHit> hits) {
    public Outcome {
        alerts = List.copyOf(alerts);
        hits = List.copyOf(hits);
    }

    static Outcome quiet(GroupState state) {
        return new Outcome(state, List.of(), List.of());
    }
}
