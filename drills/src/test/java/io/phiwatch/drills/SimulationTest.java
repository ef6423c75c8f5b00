package io.phiwatch.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.drills.Payloads.Login;
import io.phiwatch.drills.attack.Scenario;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Instant START = Instant.parse("2026-11-20T09:30:00Z");
    private static final Duration LENGTH = Duration.ofMinutes(60);

    private final Simulation simulation = new Simulation(SimulationConfig.of(7, START, LENGTH));

    @Test
    void sameSeedMakesTheSamePayloads() {
        // Given
        Simulation again = new Simulation(SimulationConfig.of(7, START, LENGTH));

        // When
        List<Delivery> timeline = again.timeline();

        // Then
        assertThat(timeline).isEqualTo(simulation.timeline());
        assertThat(again.prelude()).isEqualTo(simulation.prelude());
        assertThat(again.attacks()).isEqualTo(simulation.attacks());
    }

    @Test
    void anotherSeedMakesOtherPayloads() {
        // When
        Simulation other = new Simulation(SimulationConfig.of(8, START, LENGTH));

        // Then
        assertThat(Collections.disjoint(other.timeline(), new HashSet<>(simulation.timeline())))
                .isTrue();
    }

    @Test
    void laterStartMovesTheSameEvents() {
        // Given
        Duration later = Duration.ofDays(3);

        // When
        Simulation moved = new Simulation(SimulationConfig.of(7, START.plus(later), LENGTH));

        // Then
        assertThat(moved.timeline())
                .extracting(delivery -> delivery.at().minus(later))
                .isEqualTo(simulation.timeline().stream().map(Delivery::at).toList());
    }

    @Test
    void timelineIsInOrderAndWithinTheMainPhase() {
        // When
        List<Delivery> timeline = simulation.timeline();

        // Then
        assertThat(timeline).extracting(Delivery::at).isSorted();
        assertThat(timeline.getFirst().at()).isAfterOrEqualTo(START);
        assertThat(timeline.getLast().at()).isBefore(START.plus(LENGTH));
    }

    @Test
    void everySourceSpeaksAtAboutTheConfiguredRate() {
        // When
        List<Delivery> timeline = simulation.timeline();

        // Then
        Map<String, Long> bySource =
                timeline.stream().collect(Collectors.groupingBy(Delivery::sourceId, Collectors.counting()));
        assertThat(bySource)
                .containsOnlyKeys(
                        SimulatedSources.SHOP,
                        SimulatedSources.WEB,
                        SimulatedSources.PORTAL_IDP,
                        SimulatedSources.PORTAL_FHIR,
                        SimulatedSources.VIDEO);
        long events = timeline.size()
                - bySource.get(SimulatedSources.WEB)
                + Payloads.lines(timeline).size();
        double expected = LENGTH.toMinutes() * SimulationConfig.DEFAULT_EVENTS_PER_MINUTE;
        assertThat(events / expected).isBetween(0.9, 1.2);
    }

    @Test
    void someWebhooksComeTwiceWithTheirIdKept() {
        // When
        Map<String, Long> byId = Payloads.of(SimulatedSources.SHOP, simulation.timeline())
                .collect(Collectors.groupingBy(
                        delivery -> delivery.headers().get("X-Shopify-Webhook-Id"), Collectors.counting()));

        // Then
        assertThat(byId.values()).contains(1L, 2L).allMatch(times -> times <= 2);
    }

    @Test
    void someAuditEventsComeOutOfOrder() {
        // When
        List<Instant> times = Payloads.chartAccesses(simulation.timeline()).stream()
                .map(Payloads.ChartAccess::time)
                .toList();

        // Then
        assertThat(times).isNotEqualTo(times.stream().sorted().toList());
    }

    @Test
    void noEventIsYoungerThanItsDelivery() {
        // When
        List<Delivery> timeline = simulation.timeline();

        // Then
        assertThat(Payloads.of(SimulatedSources.PORTAL_FHIR, timeline))
                .allSatisfy(delivery -> assertThat(Instant.parse(
                                Payloads.json(delivery).path("recorded").asText()))
                        .isBetween(delivery.at().minusSeconds(150), delivery.at()));
        assertThat(Payloads.of(SimulatedSources.VIDEO, timeline))
                .allSatisfy(delivery -> assertThat(
                                Payloads.json(delivery).path("event_ts").asLong())
                        .isLessThanOrEqualTo(delivery.at().toEpochMilli()));
    }

    @Test
    void preludeGivesEachOfTheStaffTwoWeeksOfLoginsFromOneNetwork() {
        // When
        Map<String, List<Login>> byStaff =
                Payloads.logins(simulation.prelude()).stream().collect(Collectors.groupingBy(Login::username));

        // Then
        assertThat(byStaff.keySet())
                .containsExactlyInAnyOrderElementsOf(simulation.population().staff().stream()
                        .map(Staff::login)
                        .toList());
        assertThat(byStaff.values()).allSatisfy(logins -> {
            assertThat(logins).hasSize(Simulation.PRELUDE_DAYS).allMatch(Login::success);
            assertThat(logins).extracting(Login::time).allMatch(START::isAfter);
            assertThat(logins.stream().map(login -> login.address().replaceFirst("\\d+$", "")))
                    .containsOnly(logins.getFirst().address().replaceFirst("\\d+$", ""));
        });
        assertThat(simulation.prelude()).extracting(Delivery::at).isSorted();
        assertThat(simulation.prelude().getFirst().at()).isAfter(simulation.preludeStart());
    }

    @Test
    void withoutAttacksThePayloadsAreTheOthersOfTheSameSimulation() {
        // Given
        Simulation benign = new Simulation(SimulationConfig.of(7, START, LENGTH).benign());

        // When
        List<Delivery> timeline = benign.timeline();

        // Then
        assertThat(benign.attacks()).isEmpty();
        assertThat(new HashSet<>(simulation.timeline())).containsAll(timeline);
    }

    @Test
    void refusesWhatCannotBeSimulated() {
        assertThatThrownBy(() -> SimulationConfig.of(1, START, Duration.ofSeconds(59)))
                .hasMessage("length: must be at least 1m");
        assertThatThrownBy(() -> new SimulationConfig(1, START, LENGTH, 0, Set.of(Scenario.MFA_DISABLED)))
                .hasMessage("eventsPerMinute: must be > 0");
    }
}
