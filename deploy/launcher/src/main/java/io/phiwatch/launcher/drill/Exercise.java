package io.phiwatch.launcher.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.scenario.Drill;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.Stage;
import io.phiwatch.drills.scenario.PlayedDrill.Truth;
import io.phiwatch.drills.scenario.Roles;
import io.phiwatch.drills.scenario.Script;
import io.phiwatch.drills.scenario.Step;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.Delivery.Fate;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.ExerciseMarks;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.command.ApiClient;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.replay.IngestClient;
import io.phiwatch.launcher.replay.PlatformSignature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays a drill through a running ingest as its sources would, and watches what the system and its people make of it. */
public final class Exercise {
    private static final int PATIENTS = 1_000;
    private static final int STAFF = 24;
    private static final int OK = 200;
    private static final long LOOK_AGAIN_MILLIS = 500;
    private static final Duration SETTLE = Duration.ofMinutes(5);

    private final Setting setting;
    private final ApiClient api;
    private final IngestClient ingest;
    private final ExerciseMarks marks;
    private final Map<String, Instant> containedAt = new HashMap<>();

    /**
     * The system that it is played against.
     *
     * @param id of the exercise
     */
    public record Setting(PhiwatchConfig config, DataFolder data, InstantSource clock, String id) {}

    /**
     * What is played.
     *
     * @param actor login name of the account that it is about; null for an invented one
     */
    public record Plan(
            Drill drill, Script script, long seed, @Nullable String actor) {}

    /**
     * An exercise of that system.
     *
     * @throws io.phiwatch.ingest.privacy.KeysetException if the installation's keys cannot be read: without them nobody
     *     can mark an exercise
     */
    public Exercise(Setting setting, ApiClient api) {
        this.setting = setting;
        this.api = api;
        this.ingest = IngestClient.of(setting.config(), setting.data());
        KeyFiles keys = new KeyFiles(
                setting.config().keysDirectory().orElse(setting.data().keys()),
                setting.config().keysKms().orElse(null));
        this.marks = new ExerciseMarks(Keysets.open(keys, false).tokens());
    }

    /** Whether there is a source for everything that the script says. */
    public static boolean isTold(Script script, PhiwatchConfig config) {
        PlayedDrill.SourceIds ids = Company.ids(config.sources());
        return script.isSendable()
                && script.steps().stream()
                        .allMatch(step ->
                                ids.of(step.platform(), step.environment()).isPresent());
    }

    /**
     * Plays it and waits.
     *
     * @param wait how long after the last payload detections may come
     * @param people how long after that people have; zero where they are not asked
     * @param told each step, for people
     */
    public ExerciseRecord play(Plan plan, Duration wait, Duration people, Consumer<String> told)
            throws InterruptedException {
        PlayedDrill played = played(plan);
        Instant until = played.end().plus(wait).plus(people).plus(SETTLE);
        told.accept("exercise " + setting.id() + ": " + plan.drill().description());
        Instant began = setting.clock().instant();
        int refused = 0;
        for (Delivery delivery : played.deliveries()) {
            await(delivery.at());
            refused += send(delivery, until) ? 0 : 1;
        }
        Instant ended = setting.clock().instant();
        told.accept("all " + played.deliveries().size() + " payloads sent; waiting for incidents");
        List<ExerciseRecord.Line> lines = watch(played, began, ended.plus(wait), false);
        if (!people.isZero()) {
            told.accept("now the people: acknowledge and contain what was opened");
            lines = watch(played, began, setting.clock().instant().plus(people), true);
        }
        return new ExerciseRecord(
                setting.id(),
                plan.drill().name(),
                plan.script().name(),
                began,
                ended,
                played.deliveries().size(),
                refused,
                !people.isZero(),
                lines);
    }

    private PlayedDrill played(Plan plan) {
        Draw draw = new Draw(plan.seed(), plan.drill().name().hashCode());
        Population population = new Population(plan.seed(), STAFF, PATIENTS);
        Staff invented = draw.pick(population.staff(Role.CLINICIAN));
        Staff actor = plan.actor() == null ? invented : invented.named(plan.actor());
        Duration prepared = plan.script().steps().stream()
                .filter(step -> !step.isHistory())
                .map(Step::at)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        Instant start = setting.clock().instant().minus(prepared);
        Stage stage = new Stage(
                Roles.draw(population, actor, draw),
                Company.ids(setting.config().sources()));
        return PlayedDrill.of(plan.drill(), plan.script(), stage, start, draw);
    }

    private boolean send(Delivery delivery, Instant until) {
        Source source = setting.config().sources().stream()
                .filter(one -> one.id().equals(delivery.sourceId()))
                .findFirst()
                .orElseThrow();
        Map<String, String> headers = new HashMap<>(delivery.headers());
        boolean isForged = delivery.fate() == Fate.FORGED;
        if (!isForged) {
            headers.putAll(PlatformSignature.of(
                    source, delivery.bytes(), setting.clock().instant()));
        }
        headers.putAll(marks.sign(setting.id(), until, source, delivery.bytes()));
        boolean isTaken = ingest.post(source, delivery.bytes(), headers).statusCode() == OK;
        return isTaken != isForged;
    }

    private void await(Instant time) throws InterruptedException {
        Duration left = Duration.between(setting.clock().instant(), time);
        while (left.isPositive()) {
            LockSupport.parkNanos(left.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            left = Duration.between(setting.clock().instant(), time);
        }
    }

    /** Looks until all is there, or time is up. */
    private List<ExerciseRecord.Line> watch(PlayedDrill played, Instant began, Instant until, boolean withPeople)
            throws InterruptedException {
        while (true) {
            JsonNode incidents = api.get("/api/v1/incidents?limit=200").body().path("incidents");
            incidents.forEach(this::noteContained);
            List<ExerciseRecord.Line> lines = played.truths().stream()
                    .map(truth -> line(truth, incidents, began))
                    .toList();
            boolean isDone = lines.stream().allMatch(line -> line.isPassed(withPeople));
            if (isDone || setting.clock().instant().isAfter(until)) {
                return lines;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** An incident says when it was acknowledged, but not when it was contained: that is when it was first seen to be. */
    private void noteContained(JsonNode incident) {
        if (List.of("contained", "resolved", "closed")
                .contains(incident.path("status").asText())) {
            containedAt.putIfAbsent(
                    incident.path("incident_id").asText(), setting.clock().instant());
        }
    }

    private ExerciseRecord.Line line(Truth truth, JsonNode incidents, Instant began) {
        for (JsonNode incident : incidents) {
            boolean isOurs = incident.path("exercise_id").asText().equals(setting.id());
            boolean isSaid = incident.path("alerts")
                    .valueStream()
                    .anyMatch(alert -> alert.path("rule_name").asText().equals(truth.rule()));
            boolean isAbout = truth.entity() == null
                    || truth.entity().equals(incident.path("entity_id").asText());
            if (isOurs && isSaid && isAbout) {
                Instant opened = Instant.parse(incident.path("opened_at").asText());
                String id = incident.path("incident_id").asText();
                return new ExerciseRecord.Line(
                        truth.rule(),
                        truth.entity(),
                        id,
                        Duration.between(began, opened),
                        since(opened, time(incident, "acknowledged_at")),
                        since(opened, Optional.ofNullable(containedAt.get(id))));
            }
        }
        return new ExerciseRecord.Line(truth.rule(), truth.entity(), null, null, null, null);
    }

    private static Optional<Instant> time(JsonNode incident, String field) {
        return incident.hasNonNull(field)
                ? Optional.of(Instant.parse(incident.path(field).asText()))
                : Optional.empty();
    }

    private static @Nullable Duration since(Instant opened, Optional<Instant> time) {
        return time.map(then -> Duration.between(opened, then)).orElse(null);
    }
}
