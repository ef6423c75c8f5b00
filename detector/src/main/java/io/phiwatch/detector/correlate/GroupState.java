package io.phiwatch.detector.correlate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a correlation remembers of one group.
 *
 * @param rule hash of the meaning of the rule that the window was built by
 * @param recent events that are in the window and were not part of an episode, oldest first, bounded
 * @param episode the running episode, or the last one while late events may still belong to it
 * @param due time of the group's timer; {@value #NO_TIMER} where it has none
 */
public record GroupState(
        long rule,
        Window window,
        List<Sighting> recent,
        @Nullable Episode episode,
        long due) {
    static final long NO_TIMER = 0;

    public GroupState {
        recent = List.copyOf(recent);
    }

    static GroupState empty(long rule) {
        return new GroupState(rule, Window.EMPTY, List.of(), null, NO_TIMER);
    }

    GroupState with(Window next) {
        return new GroupState(rule, next, recent, episode, due);
    }

    GroupState with(List<Sighting> nextRecent) {
        return new GroupState(rule, window, nextRecent, episode, due);
    }

    GroupState with(@Nullable Episode next) {
        return new GroupState(rule, window, recent, next, due);
    }

    GroupState dueAt(long time) {
        return new GroupState(rule, window, recent, episode, time);
    }
}
