package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Carries out what the legal or the compliance role decides on one clock, or on {@code all} that are open to it. */
final class DecideClockStep implements CommandStep {
    /** In the place of a clock's id: every clock that is open to the decision. */
    static final String ALL = "all";

    private static final Set<String> STOP_REASONS =
            Set.of("not_applicable", "low_probability", "no_breach", "false_positive", "encrypted", "duplicate");

    private final Clocks clocks;

    DecideClockStep(Clocks clocks) {
        this.clocks = clocks;
    }

    @Override
    public Set<String> roles() {
        return ClockCommands.DECIDERS;
    }

    @Override
    public Set<String> neededDetails() {
        return Set.of("clock", "decision");
    }

    @Override
    public Set<String> furtherDetails() {
        return Set.of("reason", "reference", "until");
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Decision on clock " + detail(command, "clock") + ": " + detail(command, "decision");
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        Optional<Decision> decision = Decision.of(detail(command, "decision"));
        if (decision.isEmpty() || !hasReason(decision.get(), incident, command)) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        boolean fits = decision.get() == Decision.start
                ? mayStart(incident, detail(command, "clock"))
                : incident.getClocks().stream().anyMatch(clock -> isMeant(clock, decision.get(), command));
        return fits ? Optional.empty() : Optional.of(Refusal.INVALID_TRANSITION);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Decision decision = Decision.of(detail(command, "decision")).orElseThrow();
        Incident.Builder incident = edit.incident();
        List<IncidentClock> before = incident.getClocks();
        if (incident.getDiscoveredAt() == null) {
            incident.setDiscoveredAt(incident.getOpenedAt());
        }
        if (decision == Decision.confirm && incident.getDeterminedAt() == null) {
            incident.setDeterminedAt(edit.at());
        }
        List<IncidentClock> now = new ArrayList<>(before.stream()
                .map(clock -> isMeant(clock, decision, command) ? decided(edit, clock, decision, command) : clock)
                .toList());
        if (decision == Decision.start) {
            clocks.laws()
                    .find(detail(command, "clock"))
                    .flatMap(law -> clocks.asked(law, incident))
                    .map(clock -> signed(IncidentClock.newBuilder(clock).setState(ClockState.running), edit, command))
                    .ifPresent(now::add);
        }
        incident.setClocks(now);
        ClockLog.put(edit, before, clocks.reckon(incident));
    }

    private boolean hasReason(Decision decision, Incident incident, IncidentCommand command) {
        String reason = detail(command, "reason");
        return switch (decision) {
            case hold -> Hold.of(command, command.getRequestedAt()).isPresent();
            case stop ->
                STOP_REASONS.contains(reason) && (!reason.equals("low_probability") || isLowProbability(incident));
            case confirm, met, release, extend, reinstate, start -> true;
        };
    }

    /** A presumption that stands until the four factors were weighed (45 CFR 164.402(2)). */
    private static boolean isLowProbability(Incident incident) {
        return incident.getRiskAssessment() != null
                && RiskForm.NO_NOTICE.contains(incident.getRiskAssessment().getConclusion());
    }

    private boolean mayStart(Incident incident, String id) {
        return clocks.laws()
                        .find(id)
                        .filter(law -> law.start() != Law.Start.met)
                        .isPresent()
                && incident.getClocks().stream()
                        .noneMatch(clock -> clock.getClockId().equals(id));
    }

    private boolean isMeant(IncidentClock clock, Decision decision, IncidentCommand command) {
        String id = detail(command, "clock");
        boolean isNamed = id.equals(ALL) || id.equals(clock.getClockId());
        return isNamed && decision.isOpenTo(clock.getState()) && (decision != Decision.extend || mayExtend(clock));
    }

    private boolean mayExtend(IncidentClock clock) {
        return !clock.getExtended()
                && clocks.laws()
                        .find(clock.getClockId())
                        .filter(law -> law.extensionDays() > 0)
                        .isPresent();
    }

    private static IncidentClock decided(
            IncidentEdit edit, IncidentClock clock, Decision decision, IncidentCommand command) {
        ClockState running = edit.incident().getDeterminedAt() == null ? ClockState.possible : ClockState.running;
        IncidentClock.Builder next = IncidentClock.newBuilder(clock);
        switch (decision) {
            case confirm -> next.setState(ClockState.running);
            case met -> next.setState(ClockState.met);
            case stop -> next.setState(ClockState.stopped);
            case hold ->
                hold(next, edit.at(), Hold.of(command, command.getRequestedAt()).orElseThrow());
            case release -> release(next, edit.at(), running);
            case extend -> next.setExtended(true);
            case reinstate -> next.setState(running);
            case start -> throw new IllegalStateException("starts no clock that is there");
        }
        return signed(next, edit, command);
    }

    private static void hold(IncidentClock.Builder clock, Instant at, Hold hold) {
        Duration length = Duration.between(at, hold.until());
        clock.setState(ClockState.held)
                .setHeldAt(at)
                .setHeldUntil(hold.until())
                .setPausedMs(clock.getPausedMs() + Math.max(0, length.toMillis()));
    }

    /** Goes on; time of the delay that was not used is taken back. */
    static void release(IncidentClock.Builder clock, Instant at, ClockState state) {
        Instant until = Objects.requireNonNull(clock.getHeldUntil());
        long unused = Math.max(0, Duration.between(at, until).toMillis());
        clock.setState(state)
                .setPausedMs(clock.getPausedMs() - unused)
                .clearHeldAt()
                .clearHeldUntil();
    }

    private static IncidentClock signed(IncidentClock.Builder clock, IncidentEdit edit, IncidentCommand command) {
        clock.setReason(CommandPolicy.plain(command, "reason").orElse(detail(command, "decision")))
                .setDecidedBy(command.getActor())
                .setDecidedAt(edit.at());
        CommandPolicy.plain(command, "reference").ifPresent(clock::setReference);
        return clock.build();
    }

    private static String detail(IncidentCommand command, String name) {
        return CommandPolicy.plain(command, name).orElse("");
    }
}
