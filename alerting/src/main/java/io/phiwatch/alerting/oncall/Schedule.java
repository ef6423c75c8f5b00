package io.phiwatch.alerting.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is on call when.
 *
 * @param name letters, digits and dashes
 * @param rotations the first that has somebody at a moment counts
 */
public record Schedule(String name, List<Rotation> rotations) {
    public Schedule {
        if (!name.matches("[a-z0-9-]{1,30}")) {
            throw new IllegalArgumentException("name: must be up to 30 letters, digits and dashes");
        }
        rotations = List.copyOf(rotations);
    }

    /** Who is on call; of the substitutions, of this schedule or others, the last that holds the moment wins. */
    public Optional<String> onCall(Instant at, List<Substitution> substitutions) {
        return substitutions.stream()
                .filter(substitution -> substitution.schedule().equals(name) && substitution.contains(at))
                .reduce((earlier, later) -> later)
                .map(Substitution::user)
                .or(() -> rotations.stream()
                        .flatMap(rotation -> rotation.onCall(at).stream())
                        .findFirst());
    }

    /**
     * The turns from one moment to another, gaps included: between two of its edges nothing changes, so that each stretch
     * is judged by its first moment.
     */
    public List<Turn> turns(Instant from, Instant until, List<Substitution> substitutions) {
        List<Instant> edges = Stream.of(
                        Stream.of(from),
                        edges(from, until),
                        substitutions.stream()
                                .filter(substitution -> substitution.schedule().equals(name))
                                .flatMap(substitution -> Stream.of(substitution.from(), substitution.until())))
                .<Instant>flatMap(stream -> stream)
                .filter(edge -> !edge.isBefore(from) && edge.isBefore(until))
                .distinct()
                .sorted()
                .toList();
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            Instant end = i + 1 < edges.size() ? edges.get(i + 1) : until;
            Optional<String> user = onCall(edges.get(i), substitutions);
            Turn last = turns.isEmpty() ? null : turns.getLast();
            if (last != null && last.user().equals(user)) {
                turns.set(turns.size() - 1, new Turn(user, last.from(), end));
            } else {
                turns.add(new Turn(user, edges.get(i), end));
            }
        }
        return turns;
    }

    private Stream<Instant> edges(Instant from, Instant until) {
        return rotations.stream().flatMap(rotation -> {
            var zone = rotation.hours().zone();
            var first = from.atZone(zone).toLocalDate().minusDays(1);
            var last = until.atZone(zone).toLocalDate().plusDays(1);
            return first.datesUntil(last)
                    .flatMap(day -> Stream.concat(
                            rotation.hours().edges(day),
                            Stream.of(
                                    day.atTime(rotation.handover()).atZone(zone).toInstant(),
                                    day.atStartOfDay(zone).toInstant())));
        });
    }

    /**
     * A stretch in which one person is on call.
     *
     * @param user empty where nobody is
     * @param until first moment that no longer counts
     */
    public record Turn(Optional<String> user, Instant from, Instant until) {}
}
