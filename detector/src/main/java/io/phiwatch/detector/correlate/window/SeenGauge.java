package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.Presence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the rules matched in the window. */
final class SeenGauge implements Gauge {
    private final List<String> rules;
    private final Bounds bounds;
    private final @Nullable Presence presence;
    private final long[] events;
    private final Set<String> seen = new HashSet<>();

    /**
     * Sees rules.
     *
     * @param presence what must be seen; null where the number of rules is compared with the bounds
     */
    SeenGauge(List<String> rules, Bounds bounds, @Nullable Presence presence) {
        this.rules = rules;
        this.bounds = bounds;
        this.presence = presence;
        this.events = new long[rules.size()];
    }

    @Override
    public void add(Event event) {
        for (int rule : event.counted().rules()) {
            if (events[rule]++ == 0) {
                seen.add(rules.get(rule));
            }
        }
    }

    @Override
    public void remove(Event oldest) {
        for (int rule : oldest.counted().rules()) {
            if (--events[rule] == 0) {
                seen.remove(rules.get(rule));
            }
        }
    }

    /** The number of different rules. */
    @Override
    public double value() {
        return seen.size();
    }

    @Override
    public boolean holds() {
        return presence == null ? bounds.holds(seen.size()) : !seen.isEmpty() && presence.holds(seen);
    }
}
