package io.phiwatch.launcher.scope;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.Environment;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What history is asked for an incident: the events that its alerts point to, and what their groups did meanwhile. */
public final class ScopeQuestion {
    private final Set<String> hits = new HashSet<>();
    private final Map<String, Activity> activities = new HashMap<>();

    /**
     * A group that a rule counted, while it was hot.
     *
     * @param group values by field
     */
    record Activity(String tenant, Environment environment, Map<String, String> group, Instant from, Instant to) {
        Activity {
            group = Map.copyOf(group);
        }
    }

    /** Asks for an event that an alert points to. */
    public void addHit(String eventId, Instant time) {
        hits.add(eventId);
        activities.merge("", new Activity("", Environment.production, Map.of(), time, time), ScopeQuestion::span);
    }

    /** Asks for all that the group of an alert did, as the latest revision has it. */
    public void add(Alert alert) {
        alert.getEvents().forEach(ref -> addHit(ref.getEventId(), ref.getEventTime()));
        if (!alert.getGroup().isEmpty()) {
            activities.merge(
                    alert.getAlertId(),
                    new Activity(
                            alert.getTenant(),
                            alert.getEnvironment(),
                            alert.getGroup(),
                            alert.getFirstEventTime(),
                            alert.getLastEventTime()),
                    ScopeQuestion::span);
        }
    }

    private static Activity span(Activity one, Activity other) {
        return new Activity(
                one.tenant(),
                one.environment(),
                one.group(),
                one.from().isBefore(other.from()) ? one.from() : other.from(),
                one.to().isAfter(other.to()) ? one.to() : other.to());
    }

    /** Time of the first event that is asked for; empty where none is. */
    public Optional<Instant> from() {
        return activities.values().stream().map(Activity::from).min(Comparator.naturalOrder());
    }

    /** Time of the last one. */
    public Optional<Instant> to() {
        return activities.values().stream().map(Activity::to).max(Comparator.naturalOrder());
    }

    Set<String> hits() {
        return hits;
    }

    List<Activity> activities() {
        return activities.values().stream()
                .filter(activity -> !activity.group().isEmpty())
                .toList();
    }
}
