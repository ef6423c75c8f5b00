package io.phiwatch.drills.month;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.drills.month.Month.Sent;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.scenario.PlayedDrill;
import io.phiwatch.drills.source.Delivery;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MonthTest {
    /** A Monday. */
    private static final Instant START = Instant.parse("2026-09-07T00:00:00Z");

    private static final PlayedDrill.SourceIds IDS =
            (platform, environment) -> Optional.of(platform + '-' + environment);
    private static final Month MONTH = new Month(new MonthConfig(9, START, 8, 32, 700), IDS);
    private static final List<Sent> SENT = sent(MONTH);

    private static List<Sent> sent(Month month) {
        List<Sent> all = new ArrayList<>();
        month.deliveries().forEachRemaining(all::add);
        return all;
    }

    private static List<Delivery> ordinary() {
        return SENT.stream()
                .filter(sent -> sent.drill() < 0)
                .map(Sent::delivery)
                .toList();
    }

    @Test
    void theSameSeedGivesTheSamePayloads() {
        // When
        List<Sent> again = sent(new Month(new MonthConfig(9, START, 8, 32, 700), IDS));

        // Then
        assertThat(again).isEqualTo(SENT);
    }

    @Test
    void deliveriesComeInTheOrderOfTimeUntilAnHourAfterTheEnd() {
        // Given
        Instant end = START.plus(Duration.ofDays(8));

        // When / Then
        assertThat(SENT).extracting(sent -> sent.delivery().at()).isSorted();
        assertThat(SENT.getLast().delivery().at()).isBetween(end, end.plus(Duration.ofHours(1)));
        assertThat(MONTH.finish()).isEqualTo(end.plus(Duration.ofHours(1)));
    }

    @Test
    void halfOfThoseWhoWorkOnWeekendsTakeTurnsWithTheOthers() {
        // Given
        Population population = new Population(9, 200, 700);
        MonthConfig config = new MonthConfig(9, START, 14, 200, 700);
        Workforce workforce = new Workforce(config, population, (worker, day) -> false);

        // When
        List<Worker> first = workforce.at(new Day(5, START.plus(Duration.ofDays(5))));
        List<Worker> second = workforce.at(new Day(12, START.plus(Duration.ofDays(12))));

        // Then
        assertThat(first).hasSizeGreaterThan(5).doesNotContainAnyElementsOf(second);
        assertThat(second).hasSizeGreaterThan(5);
    }

    @Test
    void allDrillsThatFitArePlayedWithinTheTime() {
        // When
        Set<String> played =
                MONTH.drills().stream().map(drill -> drill.drill().name()).collect(Collectors.toSet());

        // Then
        assertThat(played).contains("login-brute-force", "account-takeover").doesNotContain("backup-unverified");
        assertThat(MONTH.drills())
                .allSatisfy(drill -> assertThat(drill.truths())
                        .allSatisfy(truth -> assertThat(truth.by()).isBefore(START.plus(Duration.ofDays(8)))));
        assertThat(SENT.stream().map(Sent::drill).filter(drill -> drill >= 0).collect(Collectors.toSet()))
                .hasSize(MONTH.drills().size());
    }

    @Test
    void drillsOfOneRuleDoNotMeet() {
        // Given
        Map<String, List<PlayedDrill>> byRule = MONTH.drills().stream()
                .collect(Collectors.groupingBy(
                        drill -> drill.drill().expected().getFirst().rule()));

        // When / Then
        assertThat(byRule.values()).allSatisfy(same -> {
            for (int i = 1; i < same.size(); i++) {
                assertThat(same.get(i).start()).isAfter(same.get(i - 1).end());
            }
        });
    }

    @Test
    void weekendsAreQuiet() {
        // When
        Map<Boolean, Long> logins = ordinary().stream()
                .filter(delivery -> delivery.platform().equals("okta"))
                .collect(Collectors.groupingBy(delivery -> isWeekend(delivery.at()), Collectors.counting()));

        // Then two days of eight; so few people have nobody at work on some
        assertThat(logins.getOrDefault(true, 0L)).isLessThan(logins.get(false) / 6);
    }

    @Test
    void someWebhooksComeAgainHoursLater() {
        // Given
        Map<String, List<Instant>> byId = ordinary().stream()
                .filter(delivery -> delivery.platform().equals("shopify"))
                .collect(Collectors.groupingBy(
                        delivery -> delivery.headers().getOrDefault("X-Shopify-Webhook-Id", ""),
                        Collectors.mapping(Delivery::at, Collectors.toList())));

        // When / Then
        assertThat(byId.values())
                .anySatisfy(times -> assertThat(times)
                        .hasSize(2)
                        .satisfies(both -> assertThat(Duration.between(both.getFirst(), both.getLast()))
                                .isGreaterThan(Duration.ofMinutes(30))));
    }

    @Test
    void manyOfTheStaffShareAnAddress() {
        // Given
        Population population = new Population(9, 32, 700);
        Set<String> homes = population.staff().stream()
                .flatMap(person -> person.addresses().stream())
                .collect(Collectors.toCollection(HashSet::new));

        // When
        long shared = ordinary().stream()
                .filter(delivery -> delivery.platform().equals("okta"))
                .filter(delivery -> homes.stream().noneMatch(delivery.body()::contains))
                .count();

        // Then
        assertThat(shared).isGreaterThan(50);
    }

    @Test
    void whoIsTooSmallIsRefused() {
        assertThatThrownBy(() -> new MonthConfig(1, START, 0, 32, 700)).hasMessage("days: must be >= 1");
        assertThatThrownBy(() -> new MonthConfig(1, START, 1, 8, 700)).hasMessageStartingWith("staff: ");
        assertThatThrownBy(() -> new MonthConfig(1, START, 1, 32, 10)).hasMessageStartingWith("patients: ");
    }

    private static boolean isWeekend(Instant time) {
        DayOfWeek day = time.minus(Duration.ofHours(5)).atZone(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
