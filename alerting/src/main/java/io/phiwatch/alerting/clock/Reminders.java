package io.phiwatch.alerting.clock;

import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.IncidentStep;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of an incident by now: clocks at 50, 80 and 100 percent of their time, delays that are over, steps
 * that are overdue. Pure: who asks and who carries it out reckon the same.
 */
public final class Reminders {
    /** Detail of a reminder: how many more clocks its page tells of. */
    static final String OTHERS = "others";

    /** Detail of a reminder: the clock whose page tells of this one. */
    static final String TOLD_WITH = "told_with";

    private static final String CLOCK = "clock";
    private static final int HALF = 50;
    private static final int MOST = 80;
    private static final int ALL = 100;
    private static final List<Integer> PERCENTAGES = List.of(HALF, MOST, ALL);
    private static final Set<IncidentStatus> WORKED_ON =
            Set.of(IncidentStatus.open, IncidentStatus.acknowledged, IncidentStatus.contained);

    private Reminders() {}

    /**
     * One thing to tell.
     *
     * @param key names it within its incident: the same as long as it is the same thing
     * @param details of the command that tells it
     */
    public record Reminder(CommandType type, String key, Map<String, String> details) {
        public Reminder {
            details = Map.copyOf(details);
        }

        private Reminder with(String name, String value) {
            Map<String, String> more = new HashMap<>(details);
            more.put(name, value);
            return new Reminder(type, key, more);
        }
    }

    /** What is to be told by then, and was not. */
    public static List<Reminder> due(Incident incident, Instant now) {
        Stream<Reminder> clocks = incident.getClocks().stream().map(clock -> ofClock(clock, now));
        Stream<Reminder> steps =
                tellsSteps(incident) ? incident.getSteps().stream().map(step -> ofStep(step, now)) : Stream.empty();
        return Stream.concat(clocks, steps).filter(Objects::nonNull).toList();
    }

    /**
     * The same, with one page for all clocks that are due at once: a breach starts a dozen, and a dozen pages say no more
     * than one. The last of them pages; whoever groups another set of the same clocks has the same one last.
     */
    public static List<Reminder> grouped(List<Reminder> due) {
        List<Reminder> clocks = due.stream()
                .filter(reminder -> reminder.type() == CommandType.remind_clock)
                .toList();
        if (clocks.size() < 2) {
            return due;
        }
        Reminder last = clocks.getLast();
        String others = Integer.toString(clocks.size() - 1);
        return due.stream()
                .map(reminder -> reminder.equals(last)
                        ? reminder.with(OTHERS, others)
                        : clocks.contains(reminder)
                                ? reminder.with(TOLD_WITH, last.details().getOrDefault(CLOCK, ""))
                                : reminder)
                .toList();
    }

    /** Highest of the percentages that the clock has reached by then; 0 for none. */
    static int reached(IncidentClock clock, Instant now) {
        return PERCENTAGES.stream()
                .filter(percentage -> !now.isBefore(at(clock, percentage)))
                .max(Integer::compare)
                .orElse(0);
    }

    /** Whether the delay of the clock is over. */
    static boolean isHoldOver(IncidentClock clock, Instant now) {
        Instant until = clock.getHeldUntil();
        return clock.getState() == ClockState.held && until != null && !now.isBefore(until);
    }

    /** Whether the step is overdue, and nobody was told. */
    public static boolean isOverdue(IncidentStep step, Instant now) {
        return step.getDoneAt() == null && !step.getReminded() && now.isAfter(step.getDueAt());
    }

    private static Instant at(IncidentClock clock, int percentage) {
        Duration whole = Duration.between(clock.getStartedAt(), clock.getDueAt());
        return clock.getStartedAt().plus(whole.multipliedBy(percentage).dividedBy(ALL));
    }

    private static boolean tellsSteps(Incident incident) {
        return WORKED_ON.contains(incident.getStatus()) && incident.getLevel().compareTo(Level.medium) >= 0;
    }

    private static @Nullable Reminder ofClock(IncidentClock clock, Instant now) {
        String id = clock.getClockId();
        if (isHoldOver(clock, now)) {
            return new Reminder(
                    CommandType.remind_clock,
                    "clock-" + id + "-hold-"
                            + Objects.requireNonNull(clock.getHeldUntil()).toEpochMilli(),
                    Map.of(CLOCK, id, "percent", "0"));
        }
        int reached = reached(clock, now);
        boolean runs = clock.getState() == ClockState.possible || clock.getState() == ClockState.running;
        // The due date is part of the name: one that was moved is told anew.
        return runs && reached > clock.getReminded()
                ? new Reminder(
                        CommandType.remind_clock,
                        "clock-" + id + "-" + reached + "-" + clock.getDueAt().toEpochMilli(),
                        Map.of(CLOCK, id, "percent", Integer.toString(reached)))
                : null;
    }

    private static @Nullable Reminder ofStep(IncidentStep step, Instant now) {
        return isOverdue(step, now)
                ? new Reminder(CommandType.remind_step, "step-" + step.getStepId(), Map.of("step", step.getStepId()))
                : null;
    }
}
