package io.phiwatch.detector;

import io.phiwatch.schema.Signal;
import java.util.List;

/** The signals of one event to correlations by actor, which are counted together. */
record EventSignals(List<Signal> signals) {
    EventSignals {
        signals = List.copyOf(signals);
    }
}
