package io.phiwatch.alerting.incident;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IncidentsOfAlertsTest {
    private static final EntityKey KIM = EntityKey.of("acme", "actor", "nurse.kim");
    private static final String FIRST = KIM.incidentId(1);
    private static final String SECOND = KIM.incidentId(2);
    private static final Duration DAY = Duration.ofHours(24);

    private final BookInMemory book = new BookInMemory(IncidentPolicy.defaults());

    @Test
    void theFirstAlertOpensAnIncidentWithEvidenceAndAPage() {
        // When
        Outcome outcome = book.alert(bulkRead("a1"), START);
        // Then
        Incident incident = book.incidents.get(FIRST);
        assertThat(outcome).isEqualTo(Outcome.OPENED);
        assertThat(incident.getTitle()).isEqualTo("Bulk patient read by nurse.kim");
        assertThat(incident.getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(incident.getVersion()).isEqualTo(1);
        assertThat(incident.getOpenedAt()).isEqualTo(START);
        assertThat(incident.getPatientsCount()).isEqualTo(20);
        assertThat(incident.getControls()).containsExactly("soc2.CC6.1");
        assertThat(types())
                .containsExactly(EvidenceType.incident_opened, EvidenceType.alert_raised, EvidenceType.page_requested);
        assertThat(book.pages).extracting(Notification::getReason).containsExactly(NotificationReason.opened);
        assertThat(EvidenceVerifier.verify(incident, book.evidence).isIntact()).isTrue();
    }

    @Test
    void evidenceOfAnAlertTellsWhenItHappenedWhenItCameAndWhereItIs() {
        // When
        book.alert(bulkRead("a1"), START.plusSeconds(70));
        // Then
        EvidenceEntry raised = book.evidence.get(1);
        assertThat(raised.getRecordedAt()).isEqualTo(START.plusSeconds(70));
        assertThat(raised.getEventTime()).isEqualTo(START.plusSeconds(60));
        assertThat(raised.getReceived()).isEqualTo(START.plusSeconds(3));
        assertThat(raised.getSources()).isEqualTo(Alerts.refs(3));
        assertThat(raised.getDetails()).containsEntry("rule_name", "bulk-read").containsEntry("hits", "20");
    }

    @Test
    void sourcesOfAnEntryAreBoundedAndSaySo() {
        // When
        book.alert(bulkRead("a1").setEvents(Alerts.refs(80)), START);
        // Then
        EvidenceEntry raised = book.evidence.get(1);
        assertThat(raised.getSources()).hasSize(50);
        assertThat(raised.getSources().getLast().getEventId()).isEqualTo("event-79");
        assertThat(raised.getDetails()).containsEntry("sources_left_out", "30");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "86399999, 1", "86400000, 1", "86400001, 2"})
    void alertsJoinUntilNoneHasComeForADay(long millis, int ordinal) {
        // Given
        book.alert(bulkRead("a1"), START);
        // When
        book.alert(bulkRead("a2"), START.plusMillis(millis));
        // Then
        assertThat(book.latest(KIM.value()).orElseThrow().getOrdinal()).isEqualTo(ordinal);
    }

    @Test
    void eachAlertStartsTheDayAnew() {
        // Given
        book.alert(bulkRead("a1"), START);
        book.alert(bulkRead("a2"), START.plus(DAY));
        // When
        Outcome outcome = book.alert(bulkRead("a3"), START.plus(DAY).plus(DAY));
        // Then
        assertThat(outcome).isEqualTo(Outcome.JOINED);
        assertThat(book.incidents).hasSize(1);
    }

    @Test
    void anAlertThatComesOutOfOrderStillJoins() {
        // Given
        book.alert(bulkRead("a1"), START);
        // When
        Outcome outcome =
                book.alert(bulkRead("a2").setFirstEventTime(START.minusSeconds(900)), START.minusSeconds(600));
        // Then
        Incident incident = book.incidents.get(FIRST);
        assertThat(outcome).isEqualTo(Outcome.JOINED);
        assertThat(incident.getLastAlertAt()).isEqualTo(START);
        assertThat(incident.getFirstEventTime()).isEqualTo(START.minusSeconds(900));
    }

    @Test
    void otherEntitiesHaveTheirOwnIncidents() {
        // Given
        book.alert(bulkRead("a1"), START);
        // When
        book.alert(Alerts.about("client", "tok-1", "a2", "brute-force", Level.high), START);
        // Then
        assertThat(book.incidents).hasSize(2);
        assertThat(book.incidents
                        .get(EntityKey.of("acme", "client", "tok-1").incidentId(1))
                        .getTitle())
                .isEqualTo("Bulk patient read from tok-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandType.class,
            names = {"resolve", "false_positive"})
    void anAlertAfterTheIncidentIsSettledOpensTheNext(CommandType settle) {
        // Given
        book.alert(bulkRead("a1"), START);
        book.command(Commands.of("c1", FIRST, settle), START);
        // When
        Outcome outcome = book.alert(bulkRead("a2"), START.plusSeconds(60));
        // Then
        assertThat(outcome).isEqualTo(Outcome.OPENED);
        assertThat(book.incidents.get(SECOND).getOrdinal()).isEqualTo(2);
        assertThat(book.pages).hasSize(2);
    }

    @Test
    void aLaterRevisionOfAnAlertStaysWithItsSettledIncident() {
        // Given
        book.alert(bulkRead("a1"), START);
        book.command(Commands.of("c1", FIRST, CommandType.resolve), START);
        book.alert(bulkRead("a2"), START.plusSeconds(60));
        // When
        Outcome outcome = book.alert(
                bulkRead("a1").setRevision(2).setState(AlertState.ended).setHits(99), START.plusSeconds(120));
        // Then
        assertThat(outcome).isEqualTo(Outcome.REVISED);
        assertThat(book.incidents).hasSize(2);
        assertThat(book.incidents.get(FIRST).getStatus()).isEqualTo(IncidentStatus.resolved);
        assertThat(book.incidents.get(FIRST).getAlerts())
                .extracting(IncidentAlert::getHits, IncidentAlert::getState)
                .containsExactly(tuple(99L, AlertState.ended));
        assertThat(book.incidents.get(SECOND).getAlerts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void aRevisionThatWasSeenOrOvertakenIsIgnored(int revision) {
        // Given
        book.alert(bulkRead("a1"), START);
        book.alert(bulkRead("a1").setRevision(3), START.plusSeconds(60));
        Incident before = book.incidents.get(FIRST);
        // When
        Outcome outcome = book.alert(bulkRead("a1").setRevision(revision), START.plusSeconds(61));
        // Then
        assertThat(outcome).isEqualTo(Outcome.REPEATED_REVISION);
        assertThat(book.incidents.get(FIRST)).isEqualTo(before);
    }

    @Test
    void anAlertThatWasSupersededBeforeItCameOpensNothing() {
        // When
        Outcome outcome = book.alert(bulkRead("a1").setRevision(2).setState(AlertState.superseded), START);
        // Then
        assertThat(outcome).isEqualTo(Outcome.NEVER_RAISED);
        assertThat(book.incidents).isEmpty();
    }

    @Test
    void severityIsTheHighestLevelAndRaisingItPages() {
        // Given
        book.alert(bulkRead("a1"), START);
        // When
        book.alert(
                Alerts.of("a2", "export", Level.critical)
                        .setRuleTitle("Bulk export")
                        .setSurfaces(List.of(Surface.admin))
                        .setPlaybook("account-takeover"),
                START.plusSeconds(60));
        // Then
        Incident incident = book.incidents.get(FIRST);
        assertThat(incident.getLevel()).isEqualTo(Level.critical);
        assertThat(incident.getTitle()).isEqualTo("Bulk export by nurse.kim");
        assertThat(incident.getPlaybook()).isEqualTo("account-takeover");
        assertThat(incident.getSurfaces()).containsExactly(Surface.portal, Surface.admin);
        assertThat(types()).contains(EvidenceType.level_raised);
        assertThat(book.pages)
                .extracting(Notification::getReason, Notification::getLevel)
                .containsExactly(
                        tuple(NotificationReason.opened, Level.high),
                        tuple(NotificationReason.level_raised, Level.critical));
    }

    @Test
    void aLowerLevelLowersNothing() {
        // Given
        book.alert(bulkRead("a1"), START);
        // When
        book.alert(Alerts.of("a2", "odd-hour", Level.low), START);
        // Then
        assertThat(book.incidents.get(FIRST).getLevel()).isEqualTo(Level.high);
        assertThat(book.pages).hasSize(1);
    }

    @Test
    void aNewRulePagesAgainOnlyOnceSomebodyAcknowledged() {
        // Given
        // critical from the start, so that breadth raises nothing
        book.alert(Alerts.of("a1", "bulk-read", Level.critical), START);
        book.alert(Alerts.of("a2", "export", Level.high), START);
        int pagesWhileOpen = book.pages.size();
        book.command(Commands.of("c1", FIRST, CommandType.acknowledge), START);
        // When
        book.alert(bulkRead("a3"), START);
        book.alert(Alerts.of("a4", "mfa-off", Level.high), START);
        book.alert(Alerts.of("a5", "mfa-off", Level.high), START);
        // Then
        assertThat(pagesWhileOpen).isEqualTo(1);
        assertThat(book.pages)
                .extracting(Notification::getReason)
                .containsExactly(NotificationReason.opened, NotificationReason.new_rule);
        assertThat(book.incidents.get(FIRST).getStatus()).isEqualTo(IncidentStatus.acknowledged);
    }

    @Test
    void whatIsBelowThePagingLevelPagesNobodyUntilItRises() {
        // Given
        book.alert(Alerts.of("a1", "odd-hour", Level.low), START);
        int pagesWhenLow = book.pages.size();
        // When
        book.alert(bulkRead("a2"), START);
        // Then
        assertThat(pagesWhenLow).isZero();
        assertThat(book.pages).extracting(Notification::getReason).containsExactly(NotificationReason.level_raised);
    }

    @Test
    void aRealAlertTakesAnIncidentOutOfTheExercise() {
        // Given
        book.alert(bulkRead("a1").setExerciseId("ex-1"), START);
        boolean exercise = "ex-1".equals(book.incidents.get(FIRST).getExerciseId());
        // When
        book.alert(bulkRead("a2"), START);
        // Then
        assertThat(exercise).isTrue();
        assertThat(book.incidents.get(FIRST).getExerciseId()).isNull();
    }

    @Test
    void theListIsBoundedButKeepsTheFirstAlertOfEachRule() {
        // Given
        BookInMemory small = new BookInMemory(new IncidentPolicy(DAY, 3, 5, Level.medium));
        for (int i = 0; i < 10; i++) {
            small.alert(bulkRead("a" + i), START.plusSeconds(i));
        }
        // When
        small.alert(Alerts.of("b1", "export", Level.high).setHits(7), START.plusSeconds(60));
        small.alert(Alerts.of("b2", "export", Level.high).setHits(7), START.plusSeconds(61));
        // Then
        Incident incident = small.incidents.get(FIRST);
        assertThat(incident.getAlerts())
                .extracting(IncidentAlert::getAlertId)
                .containsExactly("a0", "a1", "a2", "b1", FIRST + "-further-alerts");
        IncidentAlert further = incident.getAlerts().getLast();
        assertThat(further.getRevision()).isEqualTo(8);
        assertThat(further.getHits()).isEqualTo(7 * 20 + 7);
        assertThat(further.getExplanation()).endsWith(": 8");
        small.alert(Alerts.of("c1", "export", Level.critical), START.plusSeconds(62));
        assertThat(small.pages.getLast().getAlertsCount()).isEqualTo(13);
        assertThat(small.evidence.stream().filter(entry -> entry.getType() == EvidenceType.alert_raised))
                .hasSize(13);
        assertThat(EvidenceVerifier.verify(small.incidents.get(FIRST), small.evidence)
                        .isIntact())
                .isTrue();
    }

    @Test
    void theAuthorOfTheRuleGoesAlongIntoTheIncidentTheEvidenceAndThePage() {
        // When
        book.alert(bulkRead("a1"), START);
        // Then
        assertThat(book.incidents.get(FIRST).getAlerts())
                .extracting(IncidentAlert::getRuleAuthor, IncidentAlert::getRuleLicense)
                .containsExactly(tuple("Author of bulk-read", "DRL-1.1"));
        assertThat(book.evidence)
                .filteredOn(entry -> entry.getType() == EvidenceType.alert_raised)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getDetails()).containsEntry("rule_author", "Author of bulk-read"));
        assertThat(book.pages)
                .singleElement()
                .satisfies(page -> assertThat(page.getRuleAuthors()).containsExactly("Author of bulk-read"));
    }

    @Test
    void tenThousandAlertsAreOneIncidentWithFewPagesAndAllTheEvidence() {
        // Given
        int flood = 10_000;
        book.alert(bulkRead("a0"), START);
        book.command(Commands.of("c1", FIRST, CommandType.acknowledge), START);
        // When
        for (int i = 1; i < flood; i++) {
            Alert.Builder alert = Alerts.of("a" + i, "rule-" + i % 7, Level.values()[i % 5]);
            book.alert(alert.setEvents(Alerts.refs(1)), START.plusMillis(i));
        }
        // Then
        Incident incident = book.incidents.get(FIRST);
        assertThat(book.incidents).hasSize(1);
        assertThat(incident.getAlerts()).hasSizeBetween(100, 108);
        assertThat(book.pages).hasSizeBetween(2, 10);
        assertThat(book.evidence.stream().filter(entry -> entry.getType() == EvidenceType.alert_raised))
                .hasSize(flood);
        assertThat(EvidenceVerifier.verify(incident, book.evidence).isIntact()).isTrue();
    }

    @Test
    void aRevisionOfAnUnlistedAlertIsRevisedOnce() {
        // Given
        BookInMemory small = new BookInMemory(new IncidentPolicy(DAY, 1, 5, Level.medium));
        small.alert(bulkRead("a1"), START);
        small.alert(bulkRead("a2"), START);
        // When
        Outcome first = small.alert(bulkRead("a2").setRevision(2), START.plusSeconds(1));
        Outcome again = small.alert(bulkRead("a2").setRevision(2), START.plusSeconds(1));
        // Then
        assertThat(List.of(first, again)).containsExactly(Outcome.REVISED, Outcome.REPEATED_REVISION);
        assertThat(small.incidents.get(FIRST).getAlerts().getLast().getRevision())
                .isEqualTo(1);
    }

    @Test
    void versionsCountTheChanges() {
        // Given
        Instant at = START;
        // When
        for (int i = 1; i <= 5; i++) {
            book.alert(bulkRead("a" + i), at);
        }
        book.alert(bulkRead("a5"), at);
        // Then
        assertThat(book.incidents.get(FIRST).getVersion()).isEqualTo(5);
    }

    private List<EvidenceType> types() {
        return book.evidence.stream().map(EvidenceEntry::getType).toList();
    }

    private static Alert.Builder bulkRead(String alertId) {
        return Alerts.of(alertId, "bulk-read", Level.high);
    }
}
