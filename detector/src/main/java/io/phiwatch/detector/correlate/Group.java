package io.phiwatch.detector.correlate;

import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.correlate.window.WindowRule;
import io.phiwatch.detector.correlate.window.WindowState;
import io.phiwatch.detector.correlate.window.Windows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One group under one rule, in memory: its windows and its episodes. Keeps a list of what changed until it is
 * {@linkplain #saved(GroupHead) saved}. Not thread-safe: belongs to one task.
 */
public final class Group {
    private final GroupKey key;
    private final Windows windows;
    private final List<Episode> episodes;
    private final Map<String, Shown> shown = new HashMap<>();
    private final Map<String, @Nullable Shown> shownChanges = new LinkedHashMap<>();
    private final int level;
    private final long rule;
    private long due;
    private int opened;
    private Shown.@Nullable Subject subject;
    private @Nullable GroupHead savedHead;

    private Group(GroupKey key, GroupHead head, Windows windows, Map<String, Shown> shown) {
        this.key = key;
        this.windows = windows;
        this.episodes = new ArrayList<>(head.episodes());
        this.shown.putAll(shown);
        this.rule = head.rule();
        this.level = head.level();
        this.due = head.due();
        this.opened = head.opened();
        this.subject = head.subject();
    }

    /** A group that nothing is known of. */
    public static Group fresh(GroupKey key, Correlator correlator) {
        GroupHead head = GroupHead.fresh(correlator.ruleHash(), correlator.level());
        return new Group(key, head, new Windows(correlator.windowRule(), List.of(), head.windows()), Map.of());
    }

    /**
     * The group as it was saved. A rule that changed its meaning starts its windows anew; an alert that it raised keeps
     * its id until it ends.
     *
     * @param kept its events
     * @param shown by alert id, what its alerts show
     */
    public static Group saved(
            GroupKey key, Correlator correlator, GroupHead head, Collection<Event> kept, Map<String, Shown> shown) {
        WindowRule rule = correlator.windowRule();
        if (head.rule() == correlator.ruleHash()) {
            return new Group(key, head, new Windows(rule, kept, head.windows()), shown).savedAs(head);
        }
        GroupHead renewed = new GroupHead(
                correlator.ruleHash(),
                head.level(),
                head.due(),
                head.opened(),
                head.subject(),
                WindowState.EMPTY,
                head.episodes());
        return new Group(key, renewed, new Windows(rule, List.of(), WindowState.EMPTY).without(kept), shown)
                .savedAs(head);
    }

    private Group savedAs(GroupHead head) {
        savedHead = head;
        return this;
    }

    GroupKey key() {
        return key;
    }

    public long rule() {
        return rule;
    }

    public int level() {
        return level;
    }

    /** When its timer is to fall due; {@link GroupHead#NO_TIMER} for never. */
    public long due() {
        return due;
    }

    /** Takes note that the timer fell due, and is no more. */
    public void timerTaken() {
        due = GroupHead.NO_TIMER;
    }

    void due(long time) {
        due = time;
    }

    public Windows windows() {
        return windows;
    }

    List<Episode> episodes() {
        return episodes;
    }

    /** Whether it has an alert that is not over. */
    public boolean hasOpenEpisode() {
        return episodes.stream().anyMatch(Episode::isOpen);
    }

    /** Whether there is nothing left to remember. */
    public boolean isOver() {
        return windows.isEmpty() && episodes.isEmpty();
    }

    Shown.@Nullable Subject subject() {
        return subject;
    }

    void subject(Shown.Subject about) {
        subject = subject == null ? about : subject;
    }

    boolean knows(Event event) {
        if (windows.knows(event)) {
            return true;
        }
        for (Shown one : shown.values()) {
            if (one.holds(event.ref())) {
                return true;
            }
        }
        return false;
    }

    Shown shownOf(Episode episode) {
        return Objects.requireNonNull(shown.get(episode.alertId()));
    }

    /** Episodes that have a hot event within a timespan of one in that interval, in the order in which they were told. */
    List<Episode> touching(long from, long to, long timespan) {
        return episodes.stream()
                .filter(episode -> episode.first() - timespan <= to && from <= episode.last() + timespan)
                .sorted(Comparator.comparingInt(Episode::ordinal))
                .toList();
    }

    int nextOrdinal() {
        return opened++;
    }

    void open(Episode episode, Shown what) {
        episodes.add(episode);
        shown.put(episode.alertId(), what);
        shownChanges.put(episode.alertId(), what);
    }

    void replace(Episode before, Episode after) {
        episodes.set(episodes.indexOf(before), after);
    }

    void close(Episode episode) {
        episodes.remove(episode);
        shown.remove(episode.alertId());
        shownChanges.put(episode.alertId(), null);
    }

    /** What of it is to be saved besides events and what alerts show. */
    public GroupHead head() {
        return new GroupHead(rule, level, due, opened, subject, windows.state(), episodes);
    }

    /** The head that was saved last; null where none was. */
    public @Nullable GroupHead savedHead() {
        return savedHead;
    }

    /** By alert id what has come to be shown since it was saved, and null where an alert is over. */
    public Map<String, @Nullable Shown> shownChanges() {
        return shownChanges;
    }

    /** Takes note that all changes are saved. */
    public void saved(GroupHead head) {
        savedHead = head;
        windows.saved();
        shownChanges.clear();
    }
}
