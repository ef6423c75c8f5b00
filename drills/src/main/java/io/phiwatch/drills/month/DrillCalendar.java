package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.scenario.Drill;
import io.phiwatch.drills.scenario.Drills;
import io.phiwatch.drills.scenario.Expectation;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.SourceIds;
import io.phiwatch.drills.scenario.PlayedDrill.Stage;
import io.phiwatch.drills.scenario.Roles;
import io.phiwatch.drills.scenario.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * When each drill happens, by whom, and in which platform's words. Drills that are too long for the time are left out.
 * Immutable.
 */
final class DrillCalendar {
    private static final long PURPOSE = 12;
    private static final int TRIES = 200;

    /** Two drills of one rule, closer together, could count as one episode. */
    private static final Duration APART = Duration.ofHours(26);

    private DrillCalendar() {}

    static List<PlayedDrill> of(MonthConfig config, Population population, SourceIds sources) {
        Draw draw = new Draw(config.seed(), PURPOSE);
        List<Staff> actors = new ArrayList<>(population.staff().stream()
                .filter(person -> person.role() != Role.ADMIN)
                .toList());
        Collections.shuffle(actors, new Random(config.seed()));
        List<PlayedDrill> played = new ArrayList<>();
        // the longest first: they are the hardest to place
        List<Drill> drills = Drills.all().stream()
                .sorted(Comparator.comparing(DrillCalendar::length).reversed())
                .toList();
        for (Drill drill : drills) {
            Script script = draw.pick(drill.scripts());
            Duration room = Duration.between(config.start(), config.end())
                    .minus(drill.after())
                    .minus(length(drill))
                    .minusHours(3);
            if (room.isNegative()) {
                continue;
            }
            Staff actor = actors.get(played.size() % actors.size());
            Roles roles = Roles.draw(population, actor, draw);
            Instant start = place(new Placing(drill, script, room), config, played, draw);
            played.add(PlayedDrill.of(drill, script, new Stage(roles, sources), start, draw));
        }
        played.sort(Comparator.comparing(PlayedDrill::start));
        return List.copyOf(played);
    }

    /** Until its last detection. */
    private static Duration length(Drill drill) {
        Duration script = drill.scripts().stream()
                .map(Script::length)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return drill.expected().stream()
                .map(Expectation::within)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .plus(script);
    }

    /** @param room how much later than as soon as can be it may begin */
    private record Placing(Drill drill, Script script, Duration room) {}

    private static Instant place(Placing placing, MonthConfig config, List<PlayedDrill> others, Draw draw) {
        Instant earliest = config.start().plus(placing.drill().after()).plus(Duration.ofHours(2));
        Instant start = earliest;
        for (int i = 0; i < TRIES; i++) {
            Instant candidate = earliest.plus(draw.upTo(placing.room()));
            start = candidate;
            if (others.stream().noneMatch(other -> clash(placing, candidate, other))) {
                break;
            }
        }
        return start;
    }

    private static boolean clash(Placing placing, Instant start, PlayedDrill other) {
        boolean sameRule = placing.drill().expected().stream()
                .anyMatch(mine -> other.drill().expected().stream()
                        .anyMatch(theirs -> theirs.rule().equals(mine.rule())));
        Instant end = start.plus(length(placing.drill()));
        return (sameRule || breaksSilence(placing.script(), other.script()))
                && start.minus(APART).isBefore(other.end())
                && end.plus(APART).isAfter(other.start());
    }

    /** Whether one speaks by a source that has to say nothing for the other. */
    private static boolean breaksSilence(Script one, Script other) {
        return one.silences().stream().anyMatch(silence -> other.platforms().contains(silence.platform()))
                || other.silences().stream().anyMatch(silence -> one.platforms().contains(silence.platform()));
    }
}
