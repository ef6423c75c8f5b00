package io.phiwatch.drills.scenario;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.schema.Environment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A drill with people, times and payloads: what is sent, and what has to come of it. Immutable.
 *
 * @param actor the account that it is about
 * @param history ordinary life of the days before, which the drill stands out from; in the order of time
 * @param deliveries the drill itself, in the order of time
 * @param start when it begins; preparations may come before
 * @param end when the last thing is sent
 */
public record PlayedDrill(
        Drill drill,
        Script script,
        Staff actor,
        List<Delivery> history,
        List<Delivery> deliveries,
        List<Truth> truths,
        Instant start,
        Instant end) {
    public PlayedDrill {
        history = List.copyOf(history);
        deliveries = List.copyOf(deliveries);
        truths = List.copyOf(truths);
    }

    /** Whether that account is what it is about. */
    public boolean isOf(Staff person) {
        return actor.equals(person);
    }

    /**
     * What has to be detected.
     *
     * @param entity what the incident has to be about; null where only the detector knows
     * @param by when the alert has to be there, by the clock in the log
     */
    public record Truth(String rule, @Nullable String entity, Instant by) {}

    /** Which source sends for a platform. */
    @FunctionalInterface
    public interface SourceIds {
        Optional<String> of(String platform, Environment environment);
    }

    /** Who plays, and from which sources. */
    public record Stage(Roles roles, SourceIds sources) {}

    /**
     * The drill as it happens from {@code start} on.
     *
     * @throws IllegalArgumentException if a platform of the script has no source
     */
    public static PlayedDrill of(Drill drill, Script script, Stage stage, Instant start, Draw draw) {
        Instant begin = start.truncatedTo(ChronoUnit.MILLIS);
        Scope scope = Scope.of(stage.roles(), draw, begin);
        List<Delivery> history = new ArrayList<>();
        List<Delivery> deliveries = new ArrayList<>();
        for (Step step : script.steps()) {
            String source = stage.sources()
                    .of(step.platform(), step.environment())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no source for " + step.platform() + " in " + step.environment()));
            for (int n = 0; n < step.times(); n++) {
                Instant at = begin.plus(step.at()).plus(step.every().multipliedBy(n));
                Scope one = scope.of(step.with(), at, n);
                (step.isHistory() ? history : deliveries)
                        .add(Template.of(step.template()).fill(source, one, at));
            }
        }
        history.sort(Comparator.comparing(Delivery::at));
        deliveries.sort(Comparator.comparing(Delivery::at));
        Instant end = deliveries.getLast().at();
        List<Truth> truths = drill.expected().stream()
                .map(expected -> new Truth(
                        expected.rule(),
                        expected.entity() == null ? null : scope.filled(expected.entity()),
                        end.plus(expected.within())))
                .toList();
        return new PlayedDrill(drill, script, stage.roles().staff(), history, deliveries, truths, begin, end);
    }
}
