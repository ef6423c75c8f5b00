package io.phiwatch.drills.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.drills.Payloads;
import io.phiwatch.drills.Payloads.ChartAccess;
import io.phiwatch.drills.Payloads.Login;
import io.phiwatch.drills.Simulation;
import io.phiwatch.drills.SimulationConfig;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttackPlanTest {
    private static final Instant START = Instant.parse("2026-11-20T09:30:00Z");
    private static final Duration LENGTH = Duration.ofMinutes(60);

    @ParameterizedTest
    @CsvSource({"1,60", "2,60", "3,90", "4,480", "5,30", "6,2"})
    void attacksOpenWithinAMinuteAndEndInTimeToBeDetected(long seed, int minutes) {
        // Given
        Duration length = Duration.ofMinutes(minutes);

        // When
        AttackPlan plan = plan(seed, length, EnumSet.allOf(Scenario.class));

        // Then
        assertThat(plan.attacks()).hasSize(6).extracting(Attack::name).doesNotHaveDuplicates();
        assertThat(plan.attacks().getFirst().firstEvent()).isBetween(START, START.plusSeconds(60));
        assertThat(plan.attacks()).allSatisfy(attack -> {
            assertThat(attack.firstEvent()).isAfterOrEqualTo(START).isBeforeOrEqualTo(attack.lastEvent());
            assertThat(attack.lastEvent())
                    .isBeforeOrEqualTo(START.plus(length.multipliedBy(6).dividedBy(10)));
        });
        assertThat(plan.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.at())
                        .isBetween(
                                START,
                                START.plus(length.multipliedBy(6).dividedBy(10)).plusSeconds(1)));
    }

    @Test
    void eachAttackOnAnAccountHasAnActorWhoDoesNothingElse() {
        // Given
        Simulation simulation = new Simulation(SimulationConfig.of(3, START, LENGTH));
        List<String> actors = simulation.attacks().stream()
                .map(Attack::entityId)
                .filter(Objects::nonNull)
                .toList();

        // When
        Simulation benign = new Simulation(simulation.config().benign());

        // Then
        assertThat(actors).hasSize(5).doesNotHaveDuplicates();
        assertThat(Payloads.logins(benign.timeline()))
                .extracting(Login::username)
                .doesNotContainAnyElementsOf(actors);
        assertThat(Payloads.chartAccesses(benign.timeline()))
                .extracting(ChartAccess::actor)
                .doesNotContainAnyElementsOf(actors);
    }

    @Test
    void bulkExportTakesSixHundredRecordsWithinTwentyMinutes() {
        // When
        List<ChartAccess> exports =
                Payloads.chartAccesses(only(Scenario.BULK_EXPORT).deliveries());

        // Then
        Set<String> patients = new HashSet<>();
        exports.forEach(export -> patients.addAll(export.patients()));
        assertThat(exports)
                .hasSize(5)
                .allMatch(ChartAccess::export)
                .allMatch(export -> export.patients().size() == 120);
        assertThat(patients).hasSize(600);
        assertThat(exports).extracting(ChartAccess::actor).containsOnly(actor(Scenario.BULK_EXPORT));
        assertThat(Duration.between(exports.getFirst().time(), exports.getLast().time()))
                .isLessThanOrEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void bulkReadOpensThirtyPatientsWithinSixMinutes() {
        // When
        List<ChartAccess> reads =
                Payloads.chartAccesses(only(Scenario.BULK_READ).deliveries());

        // Then
        assertThat(reads.stream().flatMap(read -> read.patients().stream()).distinct())
                .hasSize(30);
        assertThat(reads).noneMatch(ChartAccess::export);
        assertThat(Duration.between(reads.getFirst().time(), reads.getLast().time()))
                .isLessThanOrEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void bruteForceFailsFourteenTimesWithinFiveMinutes() {
        // When
        List<Login> logins = Payloads.logins(only(Scenario.BRUTE_FORCE).deliveries());

        // Then
        assertThat(logins).hasSize(14).noneMatch(Login::success);
        assertThat(logins).extracting(Login::username).containsOnly(actor(Scenario.BRUTE_FORCE));
        assertThat(Duration.between(logins.getFirst().time(), logins.getLast().time()))
                .isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void travellerLogsInAtHomeAndThenAbroad() {
        // Given
        AttackPlan plan = only(Scenario.IMPOSSIBLE_TRAVEL);

        // When
        List<Login> logins = Payloads.logins(plan.deliveries());

        // Then
        assertThat(logins).hasSize(2).allMatch(Login::success);
        assertThat(logins.get(1).address()).matches("(87\\.128|91\\.10|217\\.80)\\..*");
        assertThat(Duration.between(logins.get(0).time(), logins.get(1).time())).isEqualTo(Duration.ofMinutes(25));
        assertThat(plan.attacks().getFirst().firstEvent())
                .isEqualTo(logins.get(1).time());
    }

    @Test
    void secondFactorIsRemoved() {
        // When
        List<JsonNode> events = only(Scenario.MFA_DISABLED).deliveries().stream()
                .map(Payloads::json)
                .toList();

        // Then
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly("REMOVE_CREDENTIAL", "REMOVE_TOTP");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.path("details").path("credential_type").asText()).isEqualTo("otp");
            assertThat(event.path("details").path("username").asText()).isEqualTo(actor(Scenario.MFA_DISABLED));
        });
    }

    @Test
    void severalVisitorsLeakOnOneRoute() {
        // When
        List<String> lines = Payloads.lines(only(Scenario.PHI_IN_URL).deliveries());

        // Then
        assertThat(lines)
                .hasSize(6)
                .allSatisfy(line -> assertThat(line)
                        .contains("\"GET /checkout/confirm?")
                        .containsPattern("email=[a-z.0-9]+%40example\\.com")
                        .containsPattern("ssn=[78]\\d\\d-\\d\\d-\\d{4}"));
        assertThat(lines.stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void leavingAScenarioOutDoesNotChangeTheOthers() {
        // Given
        AttackPlan all = plan(11, LENGTH, EnumSet.allOf(Scenario.class));

        // When
        AttackPlan one = plan(11, LENGTH, EnumSet.of(Scenario.BULK_READ));

        // Then
        assertThat(all.attacks()).containsAll(one.attacks());
        assertThat(all.deliveries()).containsAll(one.deliveries());
        assertThat(Payloads.of(SimulatedSources.PORTAL_FHIR, one.deliveries())).hasSize(30);
    }

    @Test
    void scenariosAreFoundByTheNameThatPeopleUse() {
        assertThat(Scenario.named("bulk-export")).contains(Scenario.BULK_EXPORT);
        assertThat(Scenario.named("BULK_EXPORT")).isEmpty();
    }

    @Test
    void eitherOfTheShortScenariosMayOpen() {
        // When
        Set<String> openers = new HashSet<>();
        for (long seed = 0; seed < 12; seed++) {
            openers.add(plan(seed, LENGTH, EnumSet.allOf(Scenario.class))
                    .attacks()
                    .getFirst()
                    .name());
        }

        // Then
        assertThat(openers).containsExactlyInAnyOrder("mfa-disabled", "phi-in-url");
    }

    private static AttackPlan only(Scenario scenario) {
        return plan(9, LENGTH, EnumSet.of(scenario));
    }

    private static String actor(Scenario scenario) {
        return Objects.requireNonNull(only(scenario).attacks().getFirst().entityId());
    }

    private static AttackPlan plan(long seed, Duration length, Set<Scenario> scenarios) {
        return AttackPlan.of(seed, START, length, scenarios, new Population(seed));
    }
}
