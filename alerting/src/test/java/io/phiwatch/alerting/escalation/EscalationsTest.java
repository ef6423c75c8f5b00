package io.phiwatch.alerting.escalation;

import static io.phiwatch.alerting.escalation.EscalationSamples.INCIDENT;
import static io.phiwatch.alerting.escalation.EscalationSamples.NOW;
import static io.phiwatch.alerting.escalation.EscalationSamples.ROSTER;
import static io.phiwatch.alerting.escalation.EscalationSamples.URGENT;
import static io.phiwatch.alerting.escalation.EscalationSamples.command;
import static io.phiwatch.alerting.escalation.EscalationSamples.failure;
import static io.phiwatch.alerting.escalation.EscalationSamples.minutes;
import static io.phiwatch.alerting.escalation.EscalationSamples.page;
import static io.phiwatch.alerting.escalation.EscalationSamples.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.escalation.PagePlan.Limits;
import io.phiwatch.alerting.escalation.PageRoute.Match;
import io.phiwatch.alerting.escalation.PageRoute.Step;
import io.phiwatch.alerting.escalation.Target.ToSchedule;
import io.phiwatch.alerting.escalation.Target.ToSink;
import io.phiwatch.alerting.escalation.Target.ToUser;
import io.phiwatch.alerting.oncall.Hours;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Schedule;
import io.phiwatch.alerting.oncall.Substitution;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Surface;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EscalationsTest {
    private final PagesInMemory pages = new PagesInMemory();

    @BeforeAll
    static void loadSerdes() {
        assertThat(Alerts.SERDES).isNotNull();
    }

    @Test
    void theStepsAreTakenRoundByRoundUntilTheyEnd() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        // When
        escalations.notified(page(1, Level.high), NOW);
        // Then
        assertThat(pages.receivers()).containsExactly("chat", "mail:dana");
        escalations.tick(minutes(9));
        assertThat(pages.receivers()).isEmpty();
        escalations.tick(minutes(10));
        assertThat(pages.receivers()).containsExactly("chat:kim", "mail:kim");
        escalations.tick(minutes(40));
        assertThat(pages.receivers()).containsExactly("chat", "mail:dana");
        escalations.tick(minutes(50));
        assertThat(pages.receivers()).containsExactly("chat:kim", "mail:kim");
        escalations.tick(minutes(1000));
        assertThat(pages.orders).isEmpty();
    }

    @Test
    void everyOrderOfAnIncidentHasItsOwnIdAndARepeatTheSame() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        escalations.notified(page(1, Level.high), NOW);
        escalations.tick(minutes(60));
        escalations.tick(minutes(120));
        List<String> ids = pages.orders.stream().map(PageOrder::getPageId).toList();
        PagesInMemory again = new PagesInMemory();
        // When
        new Escalations(plan(List.of(URGENT), List.of()), again, again).notified(page(1, Level.high), NOW);
        // Then
        assertThat(ids).doesNotHaveDuplicates().contains(INCIDENT + "-page-1:urgent:1:mail:dana");
        assertThat(again.orders).extracting(PageOrder::getPageId).isEqualTo(ids.subList(0, 2));
    }

    @Test
    void acknowledgingStopsTheStepsAndTellsTheSinksThatFollow() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        escalations.notified(page(1, Level.high), NOW);
        pages.receivers();
        // When
        escalations.answered(command(CommandType.acknowledge), minutes(1));
        // Then
        assertThat(pages.orders).singleElement().satisfies(order -> {
            assertThat(order.getSink()).isEqualTo("chat");
            assertThat(order.getAction()).isEqualTo(PageAction.acknowledged);
        });
        pages.orders.clear();
        escalations.tick(minutes(100));
        assertThat(pages.orders).isEmpty();
        escalations.answered(command(CommandType.resolve), minutes(200));
        assertThat(pages.orders).extracting(PageOrder::getAction).containsExactly(PageAction.settled);
        assertThat(pages.pagings).isEmpty();
    }

    @Test
    void assigningStopsNothing() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        escalations.notified(page(1, Level.high), NOW);
        pages.receivers();
        // When
        escalations.answered(command(CommandType.assign), minutes(1));
        escalations.tick(minutes(10));
        // Then
        assertThat(pages.receivers()).contains("mail:kim");
    }

    @Test
    void whereEveryPageOfAStepFailedTheNextStepDoesNotWait() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        escalations.notified(page(1, Level.high), NOW);
        pages.receivers();
        // When
        escalations.answered(failure("chat"), minutes(1));
        List<String> afterOne = pages.receivers();
        escalations.answered(failure("mail"), minutes(2));
        // Then
        assertThat(afterOne).isEmpty();
        assertThat(pages.receivers()).containsExactly("chat:kim", "mail:kim");
        assertThat(pages.alerts)
                .extracting(alert -> alert.getRuleName() + ' ' + alert.getEntityId())
                .containsExactly("phiwatch-page-undelivered chat", "phiwatch-page-undelivered mail");
    }

    @Test
    void whatNoRouteTakesGoesToAllSinks() {
        // When
        escalations(plan(List.of(URGENT), List.of())).notified(page(1, Level.medium), NOW);
        // Then
        assertThat(pages.receivers()).containsExactly("chat", "mail");
    }

    @Test
    void whereNobodyIsOnCallTheNextStepIsTakenAndInTheEndAllSinksAre() {
        // Given
        PageRoute lonely = new PageRoute(
                "lonely",
                Match.all(),
                List.of(
                        new Step(Duration.ZERO, List.of(new ToSchedule("nobody", List.of()))),
                        new Step(Duration.ofMinutes(10), List.of(new ToUser("nobody", List.of())))),
                1,
                Duration.ZERO);
        // When
        escalations(plan(List.of(lonely), List.of())).notified(page(1, Level.high), NOW);
        // Then
        assertThat(pages.receivers()).containsExactly("chat", "mail");
        assertThat(pages.reports)
                .extracting(report -> report.getDetails().get("outcome"))
                .containsExactly("uncovered", "uncovered");
    }

    @Test
    void routesGoByReasonPlaybookSurfaceAndHours() {
        // Given
        PageRoute legal = new PageRoute(
                "legal",
                new Match(
                        Set.of(),
                        Set.of(Surface.portal),
                        Set.of("acme"),
                        Set.of("opened"),
                        Set.of("phi-breach"),
                        Set.of(),
                        Optional.empty(),
                        false),
                List.of(new Step(Duration.ZERO, List.of(new Target.ToRole("legal", List.of())))),
                1,
                Duration.ZERO);
        Hours weekdays = new Hours(
                ZoneOffset.UTC,
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT);
        PageRoute office = new PageRoute(
                "office",
                new Match(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.of(weekdays), false),
                List.of(new Step(Duration.ZERO, List.of(new ToSink("chat")))),
                1,
                Duration.ZERO);
        Escalations escalations = escalations(plan(List.of(legal, office), List.of()));
        // When
        escalations.notified(page(1, Level.high), NOW);
        List<String> sunday = pages.receivers();
        escalations.notified(page(2, Level.high), NOW.plus(Duration.ofDays(1)));
        // Then
        assertThat(sunday).containsExactly("mail:lex");
        assertThat(pages.receivers()).containsExactlyInAnyOrder("mail:lex", "chat");
    }

    @Test
    void whatIsForARoleTakesItsOwnRouteAndTheOthersDoNot() {
        // Given
        PageRoute counsel = new PageRoute(
                "counsel",
                new Match(
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of("legal", "compliance"),
                        Optional.empty(),
                        false),
                List.of(new Step(Duration.ZERO, List.of(new Target.ToRole("legal", List.of())))),
                1,
                Duration.ZERO);
        Escalations escalations = escalations(plan(List.of(counsel, URGENT), List.of()));
        // When
        escalations.notified(page(1, Level.medium), NOW);
        List<String> forWhoeverIsOnCall = pages.receivers();
        escalations.notified(
                Notification.newBuilder(page(2, Level.medium))
                        .setReason(NotificationReason.possible_breach)
                        .setRole("legal")
                        .build(),
                NOW);
        // Then
        assertThat(forWhoeverIsOnCall).doesNotContain("mail:lex");
        assertThat(pages.receivers()).contains("mail:lex");
    }

    @Test
    void aSubstituteIsPagedInstead() {
        // Given
        pages.substitutions.add(new Substitution("primary", "kim", NOW, minutes(60)));
        // When
        escalations(plan(List.of(URGENT), List.of())).notified(page(1, Level.high), NOW);
        // Then
        assertThat(pages.receivers()).containsExactly("chat", "mail:kim");
    }

    @Test
    void maintenanceHoldsPagesRecordsThemAndTellsThemInTheEnd() {
        // Given
        Hold upgrade =
                new Hold.Maintenance("upgrade", NOW, minutes(60), Set.of(), Set.of(Surface.portal), Set.of(Level.high));
        Escalations escalations = escalations(plan(List.of(URGENT), List.of(upgrade)));
        // When
        escalations.notified(page(1, Level.high), minutes(5));
        escalations.tick(minutes(59));
        // Then
        assertThat(pages.orders).isEmpty();
        assertThat(pages.reports)
                .singleElement()
                .satisfies(report -> assertThat(report.getDetails())
                        .containsEntry("outcome", "held")
                        .containsEntry("reason_code", "maintenance:upgrade"));
        escalations.tick(minutes(60));
        assertThat(pages.orders)
                .hasSize(2)
                .allSatisfy(order -> assertThat(order.getHeldSince()).isEqualTo(minutes(5)));
    }

    @Test
    void whatIsWorseThanMaintenanceOrElsewhereIsPagedAtOnce() {
        // Given
        Hold upgrade = new Hold.Maintenance(
                "upgrade", NOW, minutes(60), Set.of(), Set.of(Surface.checkout), Set.of(Level.high, Level.critical));
        // When
        escalations(plan(List.of(URGENT), List.of(upgrade))).notified(page(1, Level.critical), minutes(5));
        // Then
        assertThat(pages.receivers()).contains("chat");
    }

    @Test
    void quietHoursHoldLowerLevelsUntilTheyEnd() {
        // Given: until 07:00 in Chicago, which is 13:00 UTC in winter
        Hours night = new Hours(
                ZoneId.of("America/Chicago"), EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(7, 0));
        Hold quiet = new Hold.Quiet("night", Set.of(Level.medium), night);
        Escalations escalations = escalations(plan(List.of(URGENT), List.of(quiet)));
        // When
        escalations.notified(page(1, Level.medium), NOW);
        escalations.tick(Instant.parse("2026-03-01T12:59:59Z"));
        // Then
        assertThat(pages.orders).isEmpty();
        escalations.tick(Instant.parse("2026-03-01T13:00:00Z"));
        assertThat(pages.receivers()).containsExactly("chat", "mail");
    }

    @Test
    void aHeldIncidentThatSomebodyAcknowledgedIsNotTold() {
        // Given
        Hold upgrade = new Hold.Maintenance("upgrade", NOW, minutes(60), Set.of(), Set.of(), Set.of(Level.high));
        Escalations escalations = escalations(plan(List.of(URGENT), List.of(upgrade)));
        escalations.notified(page(1, Level.high), minutes(5));
        // When
        escalations.answered(command(CommandType.acknowledge), minutes(6));
        escalations.tick(minutes(61));
        // Then
        assertThat(pages.orders).isEmpty();
    }

    @Test
    void aFloodIsOnePageThatTellsHowManyAndIsToldAgainAsItGrows() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        // When
        for (int i = 1; i <= 1000; i++) {
            escalations.notified(
                    pageOf("acme-" + String.format(java.util.Locale.ROOT, "%016d", i) + "-1", Level.high),
                    NOW.plusMillis(i));
        }
        // Then: three by themselves, the fourth carries the rest
        List<PageOrder> atOnce = List.copyOf(pages.orders);
        assertThat(atOnce).hasSize(2 * 4);
        assertThat(pages.reports)
                .hasSize(996)
                .allSatisfy(report -> assertThat(report.getDetails())
                        .containsEntry("outcome", "grouped")
                        .containsEntry("carrier", "acme-0000000000000004-1"));
        pages.orders.clear();
        escalations.tick(minutes(6));
        assertThat(pages.orders)
                .filteredOn(order -> order.getPageId().contains("flood-"))
                .hasSize(2)
                .allSatisfy(order -> assertThat(order.getIncidents()).isEqualTo(997));
        assertThat(pages.floods).isEmpty();
    }

    @Test
    void aHigherLevelIsNotPartOfTheFloodOfALowerOne() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        for (int i = 1; i <= 20; i++) {
            escalations.notified(pageOf("acme-00000000000000" + (10 + i) + "-1", Level.high), NOW);
        }
        pages.receivers();
        // When
        escalations.notified(page(1, Level.critical), NOW);
        // Then
        assertThat(pages.receivers()).containsExactly("chat", "mail:dana");
    }

    @Test
    void thePagesOfOneIncidentAreBoundedAndWhatIsLeftOutIsRecorded() {
        // Given
        Escalations escalations = escalations(plan(List.of(URGENT), List.of()));
        // When
        for (int i = 1; i <= 200; i++) {
            escalations.notified(page(i, Level.high), minutes(i * 10));
        }
        // Then
        assertThat(pages.orders).hasSizeLessThanOrEqualTo(21);
        assertThat(pages.reports)
                .extracting(report -> report.getDetails().get("outcome"))
                .contains("capped");
    }

    @Test
    void uncoveredHoursAreToldOnceADayAndSchedule() {
        // Given
        Roster roster = new Roster(List.of(), List.of(new Schedule("night", List.of())));
        PagePlan plan = new PagePlan(List.of(), List.of(), List.of("chat"), Set.of(), roster, Limits.defaults(), false);
        // When
        escalations(plan).uncovered(NOW);
        escalations(plan).uncovered(minutes(60));
        // Then
        assertThat(pages.alerts)
                .hasSize(2)
                .extracting(alert -> alert.getAlertId())
                .containsOnly(pages.alerts.getFirst().getAlertId());
        assertThat(pages.alerts.getFirst().getRuleName()).isEqualTo("phiwatch-oncall-uncovered");
    }

    private Escalations escalations(PagePlan plan) {
        return new Escalations(plan, pages, pages);
    }

    private static PagePlan plan(List<PageRoute> routes, List<Hold> holds) {
        Limits limits = new Limits(3, Duration.ofMinutes(5), 20);
        return new PagePlan(routes, holds, List.of("chat", "mail"), Set.of("chat"), ROSTER, limits, false);
    }
}
