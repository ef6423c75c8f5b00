package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import java.util.ArrayList;
import java.util.List;

/** What follows from a signal or a timer, in the order in which it came about. Not thread-safe. */
public final class Outcome {
    private final List<Alert> alerts = new ArrayList<>();
    private final List<AlertHit> hits = new ArrayList<>();
    private final List<Firing> firings = new ArrayList<>();
    private boolean limited;

    public List<Alert> alerts() {
        return alerts;
    }

    public List<AlertHit> hits() {
        return hits;
    }

    /** Episodes that were opened: they feed correlations over this one. */
    public List<Firing> firings() {
        return firings;
    }

    /** Whether events went that could have counted, for there were too many. */
    public boolean isLimited() {
        return limited;
    }

    void limited() {
        limited = true;
    }
}
