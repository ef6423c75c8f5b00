package io.phiwatch.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.scenario.Drill;
import io.phiwatch.drills.scenario.Drills;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.Stage;
import io.phiwatch.drills.scenario.Roles;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.privacy.ExerciseMarks;
import io.phiwatch.ingest.privacy.Keysets;
import io.phiwatch.schema.Alert;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is marked as an exercise stays one up to its alerts, and what is real never becomes one. */
class ExerciseTest {
    private static final Instant START = Instant.parse("2026-09-14T14:00:00Z");
    private static final Instant BEFORE = START.minusSeconds(60);
    private static final String ID = "ex-spring2026";

    @TempDir
    private Path work;

    private IngestConfig config;
    private ExerciseMarks marks;

    @BeforeEach
    void open() {
        config = Company.config(work);
        marks = new ExerciseMarks(Keysets.open(work.resolve("keys"), true).tokens());
    }

    @Test
    void alertsOverSingleEventsAndOverWindowsCarryTheExercise() {
        // When
        List<Alert> single = alerts("mfa-disabled", this::marked);
        List<Alert> counted = alerts("phi-bulk-read", this::marked);

        // Then
        assertThat(single).isNotEmpty().extracting(Alert::getExerciseId).containsOnly(ID);
        assertThat(counted).isNotEmpty().extracting(Alert::getExerciseId).containsOnly(ID);
    }

    @Test
    void oneRealEventAmongThemMakesTheAlertReal() {
        // When
        List<Alert> alerts =
                alerts("phi-bulk-read", delivery -> delivery.at().equals(START) ? delivery : marked(delivery));

        // Then
        assertThat(alerts).isNotEmpty().extracting(Alert::getExerciseId).containsOnlyNulls();
    }

    @Test
    void aMarkOfAnotherBodyMarksNothing() {
        // Given
        byte[] other = "{}".getBytes(StandardCharsets.UTF_8);

        // When
        List<Alert> alerts = alerts("mfa-disabled", delivery -> marked(delivery, other));

        // Then
        assertThat(alerts).isNotEmpty().extracting(Alert::getExerciseId).containsOnlyNulls();
    }

    private List<Alert> alerts(String name, UnaryOperator<Delivery> sent) {
        Drill drill = Drills.find(name).orElseThrow();
        Draw draw = new Draw(5);
        Population population = new Population(5);
        Stage stage = new Stage(
                Roles.draw(population, population.staff().get(1), draw),
                Company.ids(config.sources().all()));
        PlayedDrill played = PlayedDrill.of(drill, drill.scripts().getFirst(), stage, START, draw);
        try (Rehearsal rehearsal = new Rehearsal(config, RuleSet.bundled(), BEFORE, BEFORE)) {
            played.deliveries().forEach(delivery -> rehearsal.send(sent.apply(delivery)));
            rehearsal.advance(played.end().plus(Duration.ofMinutes(2)));
            return rehearsal.takeAlerts();
        }
    }

    private Delivery marked(Delivery delivery) {
        return marked(delivery, delivery.bytes());
    }

    private Delivery marked(Delivery delivery, byte[] body) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.putAll(marks.sign(
                ID,
                START.plus(Duration.ofHours(1)),
                Company.find(config, delivery.sourceId()).orElseThrow(),
                body));
        return new Delivery(delivery.sourceId(), delivery.platform(), headers, delivery.body(), delivery.at());
    }
}
