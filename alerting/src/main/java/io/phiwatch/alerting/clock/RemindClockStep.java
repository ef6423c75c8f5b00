package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.NotificationReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the legal role that a clock has reached a part of its time, or that its delay is over. */
final class RemindClockStep implements CommandStep {
    private final Clocks clocks;

    RemindClockStep(Clocks clocks) {
        this.clocks = clocks;
    }

    @Override
    public Set<String> roles() {
        return Set.of(CommandPolicy.SYSTEM);
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of("clock", "percent");
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of(Reminders.OTHERS, Reminders.TOLD_WITH);
    }

    @Override
    public EvidenceType evidence() {
        return EvidenceType.clock_reminder;
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Clock " + about(command);
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isDue = Reminders.due(incident, command.getRequestedAt()).stream()
                .anyMatch(reminder -> reminder.type() == command.getType()
                        && command.getDetails()
                                .entrySet()
                                .containsAll(reminder.details().entrySet()));
        return isDue ? Optional.empty() : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        List<IncidentClock> before = edit.incident().getClocks();
        edit.incident()
                .setClocks(before.stream()
                        .map(clock -> clock.getClockId().equals(id(command)) ? told(edit, clock, command) : clock)
                        .toList());
        ClockLog.put(edit, before, clocks.reckon(edit.incident()));
        if (CommandPolicy.plain(command, Reminders.TOLD_WITH).isEmpty()) {
            String others = CommandPolicy.plain(command, Reminders.OTHERS)
                    .map(number -> ", and " + number + " more clocks")
                    .orElse("");
            edit.page(NotificationReason.clock_reminder, ClockCommands.LEGAL, about(command) + others);
        }
    }

    private static IncidentClock told(IncidentEdit edit, IncidentClock clock, IncidentCommand command) {
        IncidentClock.Builder told = IncidentClock.newBuilder(clock);
        if (clock.getState() == ClockState.held) {
            ClockState state = edit.incident().getDeterminedAt() == null ? ClockState.possible : ClockState.running;
            DecideClockStep.release(told, edit.at(), state);
        } else {
            told.setReminded(
                    Integer.parseInt(CommandPolicy.plain(command, "percent").orElseThrow()));
        }
        return told.build();
    }

    private static String about(IncidentCommand command) {
        String percent = CommandPolicy.plain(command, "percent").orElse("");
        return id(command) + (percent.equals("0") ? ": its delay is over" : " at " + percent + " percent of its time");
    }

    private static String id(IncidentCommand command) {
        return CommandPolicy.plain(command, "clock").orElse("");
    }
}
