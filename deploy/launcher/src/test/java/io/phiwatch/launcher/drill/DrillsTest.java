package io.phiwatch.launcher.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.coverage.Catalogue;
import io.phiwatch.detector.sigma.Rule;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.scenario.Drill;
import io.phiwatch.drills.scenario.Drills;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.scenario.PlayedDrill.Stage;
import io.phiwatch.drills.scenario.PlayedDrill.Truth;
import io.phiwatch.drills.scenario.Roles;
import io.phiwatch.drills.scenario.Script;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every drill, in the words of each of its platforms, through the real adapters and the real topology. */
class DrillsTest {
    private static final Instant START = Instant.parse("2026-09-14T14:00:00Z");
    private static final Population POPULATION = new Population(11, 24, 1_000);
    private static final RuleSet RULES = RuleSet.bundled();

    /** One is told by a single platform or format only; what it needs, no other says. */
    private static final Set<String> OF_ONE_PLATFORM =
            Set.of("reminder-unencrypted", "calendar-exposed", "catalog-access-unlicensed");

    @TempDir
    private Path work;

    static Stream<Arguments> scripts() {
        return Drills.all().stream()
                .flatMap(drill -> drill.scripts().stream().map(script -> Arguments.of(drill.name(), script.name())));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("scripts")
    @Execution(ExecutionMode.CONCURRENT)
    void firesItsRulesForTheRightEntityInTime(String name, String platform) {
        // Given
        Drill drill = Drills.find(name).orElseThrow();
        Script script = drill.script(platform).orElseThrow();
        IngestConfig config = Company.config(work, script.platforms());
        PlayedDrill played = played(drill, script, config);
        DrillTraces traces = new DrillTraces();
        List<Alert> alerts = new ArrayList<>();

        // When
        Instant first = first(played).minus(Duration.ofHours(1));
        try (Rehearsal rehearsal = new Rehearsal(config, RULES, first, first)) {
            played.silences().forEach(silence -> traces.silent(0, silence));
            played.history().forEach(rehearsal::send);
            for (Delivery delivery : played.deliveries()) {
                traces.sent(0, delivery, rehearsal.send(delivery));
            }
            played.truths().stream().map(Truth::by).max(Instant::compareTo).ifPresent(by -> {
                rehearsal.advance(by.plus(Duration.ofMinutes(2)));
            });
            alerts.addAll(rehearsal.takeAlerts());

            // Then
            assertThat(rehearsal.refused()).as("deliveries that were not taken").isZero();
        }
        for (Truth truth : played.truths()) {
            assertThat(alerts)
                    .as(
                            "%s, of %s",
                            truth, alerts.stream().map(DrillsTest::words).toList())
                    .anySatisfy(alert -> {
                        assertThat(alert.getRuleName()).isEqualTo(truth.rule());
                        assertThat(alert.getDetectedAt())
                                .isBetween(played.start(), truth.by().plusSeconds(60));
                        if (truth.entity() != null) {
                            assertThat(alert.getEntityId()).isEqualTo(truth.entity());
                        }
                        assertThat(traces.of(alert)).isNotEmpty();
                    });
        }
    }

    @Test
    void everyRuleHasADrillAndEveryDrillARule() {
        // When
        Set<String> rules = RULES.rules().stream()
                .filter(Rule::alerts)
                .map(rule -> rule.metadata().name())
                .collect(Collectors.toSet());

        // Then
        assertThat(Drills.names()).containsAll(rules);
        assertThat(Drills.all().stream().filter(drill -> !drill.isStory()))
                .allSatisfy(drill -> assertThat(rules).contains(drill.name()));
        assertThat(Drills.all().stream().flatMap(drill -> drill.expected().stream()))
                .allSatisfy(expected -> assertThat(rules).contains(expected.rule()));
    }

    @Test
    void everyDetectionNamesDrillsThatThereAre() {
        // Given
        Catalogue catalogue = Catalogue.bundled();

        // When / Then
        assertThat(catalogue.detections())
                .allSatisfy(detection -> assertThat(
                                catalogue.covered(detection, RULES).drills())
                        .as(detection.id())
                        .isNotEmpty()
                        .isSubsetOf(Drills.names()));
    }

    @Test
    void everyDrillIsToldByTwoPlatforms() {
        assertThat(Drills.all().stream().filter(drill -> !OF_ONE_PLATFORM.contains(drill.name())))
                .allSatisfy(drill -> {
                    Set<String> platforms = drill.scripts().stream()
                            .flatMap(script -> script.platforms().stream())
                            .collect(Collectors.toSet());
                    assertThat(drill.scripts().size() + platforms.size())
                            .as(drill.name())
                            .isGreaterThanOrEqualTo(3);
                });
        assertThat(Drills.all().stream().filter(Drill::isStory)).hasSizeGreaterThanOrEqualTo(8);
    }

    private static PlayedDrill played(Drill drill, Script script, IngestConfig config) {
        Draw draw = new Draw(7, drill.name().hashCode());
        Roles roles = Roles.draw(POPULATION, draw.pick(POPULATION.staff(Role.CLINICIAN)), draw);
        return PlayedDrill.of(
                drill, script, new Stage(roles, Company.ids(config.sources().all())), START, draw);
    }

    private static Instant first(PlayedDrill played) {
        return Stream.concat(played.history().stream(), played.deliveries().stream())
                .map(Delivery::at)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static String words(Alert alert) {
        return alert.getRuleName() + " of " + alert.getEntityId() + " at " + alert.getDetectedAt();
    }
}
