package io.phiwatch.detector.correlate;

import io.phiwatch.detector.correlate.window.WindowState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a group besides its events: small, and unchanged by most signals.
 *
 * @param rule hash of the meaning of the rule that the windows were built by
 * @param level which clock its timer goes by
 * @param due time of its timer; {@value #NO_TIMER} where it has none
 * @param opened how many episodes it has had
 * @param subject whom an alert will be about, where it is judged after its last event; else null
 * @param episodes those that late events can still change
 */
public record GroupHead(
        long rule,
        int level,
        long due,
        int opened,
        Shown.@Nullable Subject subject,
        WindowState windows,
        List<Episode> episodes) {
    /** No timer is set. */
    public static final long NO_TIMER = 0;

    public GroupHead {
        episodes = List.copyOf(episodes);
    }

    /** Of a group that nothing is known of. */
    public static GroupHead fresh(long rule, int level) {
        return new GroupHead(rule, level, NO_TIMER, 0, null, WindowState.EMPTY, List.of());
    }
}
