package io.phiwatch.alerting.oncall;

import io.phiwatch.alerting.oncall.Schedule.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** People and schedules. Immutable. */
public record Roster(List<Responder> responders, List<Schedule> schedules) {
    /** How far ahead uncovered hours are looked for. */
    public static final Duration AHEAD = Duration.ofDays(14);

    public Roster {
        responders = List.copyOf(responders);
        schedules = List.copyOf(schedules);
    }

    /** Nobody. */
    public static Roster empty() {
        return new Roster(List.of(), List.of());
    }

    /** The person of that name. */
    public Optional<Responder> responder(String name) {
        return responders.stream()
                .filter(responder -> responder.name().equals(name))
                .findFirst();
    }

    /** The person whom a sink knows by that contact. */
    public Optional<Responder> byContact(String sink, String contact) {
        return responders.stream()
                .filter(responder ->
                        responder.contact(sink).filter(contact::equals).isPresent())
                .findFirst();
    }

    /** The schedule of that name. */
    public Optional<Schedule> schedule(String name) {
        return schedules.stream()
                .filter(schedule -> schedule.name().equals(name))
                .findFirst();
    }

    /** Stretches in which a schedule has nobody on call. */
    public List<Gap> gaps(Instant from, Instant until, List<Substitution> substitutions) {
        return schedules.stream()
                .flatMap(schedule -> schedule.turns(from, until, substitutions).stream()
                        .filter(turn -> turn.user().isEmpty())
                        .map((Turn turn) -> new Gap(schedule.name(), turn.from(), turn.until())))
                .toList();
    }

    /** A stretch in which nobody is on call. */
    public record Gap(String schedule, Instant from, Instant until) {}
}
