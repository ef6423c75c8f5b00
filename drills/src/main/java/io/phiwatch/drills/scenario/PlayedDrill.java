package io.phiwatch.drills.scenario;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.scenario.Step.Part;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.schema.Environment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A drill with people, times and payloads: what is sent, and what has to come of it. Immutable.
 *
 * @param actor the account that it is about
 * @param sent what is sent
 * @param silences when which source says nothing
 * @param start when it begins; preparations may come before
 * @param end when the last thing happens
 */
public record PlayedDrill(
        Drill drill,
        Script script,
        Staff actor,
        Sent sent,
        List<Silence.Played> silences,
        List<Truth> truths,
        Instant start,
        Instant end) {
    public PlayedDrill {
        silences = List.copyOf(silences);
        truths = List.copyOf(truths);
    }

    /**
     * What a drill sends, each list in the order of time.
     *
     * @param history ordinary life of the days before, which the drill stands out from
     * @param ownHistory the part of it that nobody leads but for the drill
     * @param deliveries the drill itself
     */
    public record Sent(List<Delivery> history, List<Delivery> ownHistory, List<Delivery> deliveries) {
        public Sent {
            history = List.copyOf(history);
            ownHistory = List.copyOf(ownHistory);
            deliveries = List.copyOf(deliveries);
        }
    }

    /** The drill itself, in the order of time. */
    public List<Delivery> deliveries() {
        return sent.deliveries();
    }

    /** All ordinary life of the days before that it stands out from, in the order of time. */
    public List<Delivery> history() {
        return sent.history();
    }

    /** The part of the history that nobody leads but for the drill. */
    public List<Delivery> ownHistory() {
        return sent.ownHistory();
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
        Sent sent = sent(script, stage, begin, scope);
        List<Silence.Played> silences = script.silences().stream()
                .map(silence -> new Silence.Played(
                        source(stage, silence.platform(), Environment.production),
                        begin.plus(silence.at()),
                        begin.plus(silence.end())))
                .toList();
        Instant end = begin.plus(script.length());
        List<Truth> truths = drill.expected().stream()
                .map(expected -> new Truth(
                        expected.rule(),
                        expected.entity() == null ? null : scope.filled(expected.entity()),
                        end.plus(expected.within())))
                .toList();
        return new PlayedDrill(drill, script, stage.roles().staff(), sent, silences, truths, begin, end);
    }

    private static Sent sent(Script script, Stage stage, Instant begin, Scope scope) {
        Map<Part, List<Delivery>> parts = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            parts.put(part, new ArrayList<>());
        }
        for (Step step : script.steps()) {
            String source = source(stage, step.platform(), step.environment());
            for (int n = 0; n < step.pace().times(); n++) {
                Instant at = begin.plus(step.pace().of(n));
                Delivery delivery = Template.of(step.template())
                        .fill(source, scope.of(step.with(), at, n), at)
                        .with(step.fate());
                parts.get(step.part()).add(delivery);
            }
        }
        parts.get(Part.HISTORY).addAll(parts.get(Part.OWN_HISTORY));
        parts.values().forEach(part -> part.sort(Comparator.comparing(Delivery::at)));
        return new Sent(parts.get(Part.HISTORY), parts.get(Part.OWN_HISTORY), parts.get(Part.ATTACK));
    }

    private static String source(Stage stage, String platform, Environment environment) {
        return stage.sources()
                .of(platform, environment)
                .orElseThrow(() -> new IllegalArgumentException("no source for " + platform + " in " + environment));
    }
}
