package io.phiwatch.alerting.clock;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.CommandCatalogue;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.alerting.incident.BookInMemory;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks of an incident through alerts and commands. */
final class IncidentClocksTest {
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);
    private static final Instant DISCOVERED = START.plusSeconds(61);

    private static final Map<String, String> LOW_PROBABILITY = Map.of(
            "nature", "limited",
            "recipient", "obliged",
            "acquired", "possible_only",
            "mitigation", "assured",
            "conclusion", "low_probability");

    private final BookInMemory book = new BookInMemory(new Incidents(
            IncidentPolicy.defaults(),
            CommandCatalogue.steps(Duties.bundled()),
            Duties.bundled().followUp()));
    private int commands;

    @AfterEach
    void theEvidenceIsWhole() {
        assertThat(EvidenceVerifier.verifyEach(book.evidence).values()).allMatch(verdict -> verdict.isIntact());
    }

    @Test
    void aPossibleBreachStartsClocksAtItsDetectionAndCallsCounsel() {
        // When
        open();
        // Then
        Incident incident = incident();
        assertThat(incident.getDiscoveredAt()).isEqualTo(DISCOVERED);
        assertThat(incident.getClocks()).extracting(IncidentClock::getState).containsOnly(ClockState.possible);
        assertThat(clock("hipaa-individuals").getDueAt()).isEqualTo(at("2026-04-30T23:59:59-04:00"));
        assertThat(clock("ca-residents").getDueAt()).isEqualTo(at("2026-03-31T23:59:59-07:00"));
        assertThat(clock("hipaa-hhs").getDueAt()).isEqualTo(at("2027-03-01T23:59:59-05:00"));
        assertThat(clock("hipaa-individuals").getVersion())
                .isEqualTo(
                        Laws.bundled().find("hipaa-individuals").orElseThrow().version());
        assertThat(book.pages)
                .extracting(Notification::getReason, Notification::getRole)
                .contains(tuple(NotificationReason.possible_breach, "legal"));
        assertThat(entries(EvidenceType.clock_started)).hasSize(1);
    }

    @Test
    void whatCannotBeABreachStartsNone() {
        // When
        book.alert(alert("a1").setPlaybook("availability"), START);
        // Then
        assertThat(incident().getClocks()).isEmpty();
        assertThat(incident().getDiscoveredAt()).isNull();
    }

    @Test
    void aLowAlertStartsNoneUntilAHigherOneComes() {
        // Given
        book.alert(alert("a1").setLevel(Level.low), START);
        assertThat(incident().getClocks()).isEmpty();
        // When
        book.alert(alert("a2").setLevel(Level.high).setDetectedAt(START.plusSeconds(600)), START.plusSeconds(600));
        // Then
        assertThat(clock("hipaa-individuals").getStartedAt()).isEqualTo(START.plusSeconds(600));
    }

    @Test
    void everybodyMayLiveEverywhereUntilTheyAreCounted() {
        // Given: 501 people, nobody knows where
        book.alert(alert("a1").setPatientsCount(501), START);
        assertThat(clock("hipaa-media").getState()).isEqualTo(ClockState.possible);
        assertThat(clock("tx-attorney-general").getAffected()).isEqualTo(501);
        // When
        count("US-CA:500+US-NY:1");
        // Then
        assertThat(clock("hipaa-media").getState()).isEqualTo(ClockState.stopped);
        assertThat(clock("hipaa-media").getReason()).isEqualTo("below_threshold");
        assertThat(clock("tx-residents").getState()).isEqualTo(ClockState.stopped);
        assertThat(clock("ny-residents").getAffected()).isEqualTo(1);
        count("US-CA:501");
        // Then
        assertThat(clock("hipaa-media").getState()).isEqualTo(ClockState.possible);
    }

    @Test
    void thePeopleWhomAlertsSeeBeyondThoseCountedMayLiveAnywhere() {
        // Given
        open();
        count("US-CA:20");
        assertThat(clock("ny-residents").getState()).isEqualTo(ClockState.stopped);
        // When
        book.alert(alert("a2").setPatientsCount(25), START.plusSeconds(60));
        // Then
        assertThat(clock("ny-residents").getState()).isEqualTo(ClockState.possible);
        assertThat(clock("ny-residents").getAffected()).isEqualTo(5);
    }

    @Test
    void fiveHundredPeopleBringTheSecretaryForward() {
        // Given
        open();
        assertThat(clock("hipaa-hhs").getDueAt()).isEqualTo(at("2027-03-01T23:59:59-05:00"));
        // When
        count("US-CA:300+US-NY:200");
        // Then
        assertThat(clock("hipaa-hhs").getDueAt()).isEqualTo(at("2026-04-30T23:59:59-04:00"));
    }

    @Test
    void someoneInTheUnionStartsSeventyTwoHours() {
        // Given
        open();
        // When
        count("DE-BE:1");
        // Then
        assertThat(clock("gdpr-authority").getDueAt()).isEqualTo(DISCOVERED.plus(Duration.ofHours(72)));
    }

    @Test
    void aDeterminationMovesTheClocksThatCountFromIt() {
        // Given
        open();
        assertThat(clock("fl-residents").getDueAt()).isEqualTo(at("2026-03-31T23:59:59-04:00"));
        // When
        decide("all", "confirm", START.plus(Duration.ofDays(10)));
        // Then: determined on 11 March
        assertThat(clock("fl-residents").getDueAt()).isEqualTo(at("2026-04-10T23:59:59-04:00"));
        assertThat(clock("tx-residents").getDueAt()).isEqualTo(at("2026-05-10T23:59:59-05:00"));
        assertThat(clock("hipaa-individuals").getDueAt()).isEqualTo(at("2026-04-30T23:59:59-04:00"));
        assertThat(incident().getClocks()).extracting(IncidentClock::getState).containsOnly(ClockState.running);
    }

    @Test
    void floridaGivesFifteenMoreDaysOnce() {
        // Given
        open();
        // When
        assertThat(decide("fl-residents", "extend", START.plusSeconds(90))).isEqualTo(Outcome.ACCEPTED);
        // Then
        assertThat(clock("fl-residents").getDueAt()).isEqualTo(at("2026-04-15T23:59:59-04:00"));
        assertThat(decide("fl-residents", "extend", START.plusSeconds(91))).isEqualTo(Outcome.REJECTED);
        assertThat(decide("hipaa-individuals", "extend", START.plusSeconds(92))).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void theAttorneyGeneralOfCaliforniaWaitsForTheNoticeToCalifornians() {
        // Given
        open();
        count("US-CA:501");
        assertThat(has("ca-attorney-general")).isFalse();
        // When: told on 20 March 2026
        decide("ca-residents", "met", Instant.parse("2026-03-20T18:00:00Z"));
        // Then: fifteen calendar days
        assertThat(clock("ca-attorney-general").getDueAt()).isEqualTo(at("2026-04-04T23:59:59-07:00"));
        assertThat(clock("ca-residents").getState()).isEqualTo(ClockState.met);
    }

    @Test
    void newYorkHearsWhatTheSecretaryHeardWithinFiveBusinessDays() {
        // Given
        open();
        // When: told on Thursday 21 May 2026; Monday the 25th is Memorial Day
        decide("hipaa-hhs", "met", Instant.parse("2026-05-21T18:00:00Z"));
        // Then
        assertThat(clock("ny-after-hhs").getDueAt()).isEqualTo(at("2026-05-29T23:59:59-04:00"));
    }

    @Test
    void lawEnforcementHoldsAClockForTheTimeItNames() {
        // Given
        open();
        Instant due = clock("hipaa-individuals").getDueAt();
        // When
        Outcome held = decide(
                "hipaa-individuals",
                "hold",
                START.plus(Duration.ofDays(5)),
                Map.of(
                        "reason",
                        "law_enforcement_written",
                        "until",
                        START.plus(Duration.ofDays(25)).toString()));
        // Then
        assertThat(held).isEqualTo(Outcome.ACCEPTED);
        assertThat(clock("hipaa-individuals").getDueAt()).isEqualTo(due.plus(Duration.ofDays(20)));
        assertThat(Reminders.due(incident(), START.plus(Duration.ofDays(24))))
                .noneMatch(reminder -> reminder.key().contains("hipaa-individuals"));
        // And when it is released twelve days earlier
        decide("hipaa-individuals", "release", START.plus(Duration.ofDays(13)));
        // Then
        assertThat(clock("hipaa-individuals").getDueAt()).isEqualTo(due.plus(Duration.ofDays(8)));
        assertThat(clock("hipaa-individuals").getState()).isEqualTo(ClockState.possible);
    }

    @Test
    void aSpokenStatementHoldsForThirtyDaysAtMost() {
        // Given
        open();
        Instant due = clock("ca-residents").getDueAt();
        // When
        decide(
                "ca-residents",
                "hold",
                START.plus(Duration.ofDays(1)),
                Map.of("reason", "law_enforcement_oral", "until", "2027-01-01T00:00:00Z"));
        // Then
        assertThat(clock("ca-residents").getDueAt()).isEqualTo(due.plus(Duration.ofDays(30)));
    }

    @Test
    void aDelayWithoutAStatementIsRefused() {
        // Given
        open();
        // Then
        assertThat(decide("ca-residents", "hold", START.plusSeconds(90))).isEqualTo(Outcome.REJECTED);
        assertThat(decide("ca-residents", "hold", START.plusSeconds(91), Map.of("reason", "law_enforcement_written")))
                .isEqualTo(Outcome.REJECTED);
        assertThat(clock("ca-residents").getState()).isEqualTo(ClockState.possible);
    }

    @ParameterizedTest
    @CsvSource({"responder, REJECTED", "admin, REJECTED", "system, REJECTED", "legal, ACCEPTED", "compliance, ACCEPTED"
    })
    void onlyLegalAndComplianceDecide(String role, Outcome outcome) {
        // Given
        open();
        // Then
        assertThat(command(
                        CommandType.decide_clock,
                        role,
                        START.plusSeconds(90),
                        Map.of("clock", "all", "decision", "stop", "reason", "not_applicable")))
                .isEqualTo(outcome);
        assertThat(command(CommandType.assess_risk, role, START.plusSeconds(91), LOW_PROBABILITY))
                .isEqualTo(outcome);
    }

    @Test
    void aLowProbabilityEndsTheClocksOfHipaaAndNoOthers() {
        // Given
        open();
        assertThat(decide("hipaa-individuals", "stop", START.plusSeconds(80), Map.of("reason", "low_probability")))
                .as("presumed a breach until the factors were weighed")
                .isEqualTo(Outcome.REJECTED);
        // When
        command(CommandType.assess_risk, "compliance", START.plusSeconds(90), LOW_PROBABILITY);
        // Then
        assertThat(clock("hipaa-individuals").getState()).isEqualTo(ClockState.stopped);
        assertThat(clock("hipaa-individuals").getReason()).isEqualTo("low_probability");
        assertThat(clock("hipaa-hhs").getState()).isEqualTo(ClockState.stopped);
        assertThat(clock("ca-residents").getState()).isEqualTo(ClockState.possible);
        assertThat(incident().getRiskAssessment().getAnswers()).containsEntry("recipient", "obliged");
        assertThat(entries(EvidenceType.risk_assessed))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getDetails())
                        .containsEntry("acquired", "possible_only")
                        .containsEntry("conclusion", "low_probability"));
        Map<String, String> breach = new HashMap<>(LOW_PROBABILITY);
        breach.put("conclusion", "breach");
        command(CommandType.assess_risk, "compliance", START.plusSeconds(99), breach);
        // Then
        assertThat(clock("hipaa-individuals").getState()).isEqualTo(ClockState.running);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nature", "recipient", "acquired", "mitigation", "conclusion"})
    void anAssessmentAnswersEveryFactorWithAnAnswerOfTheForm(String factor) {
        // Given
        open();
        Map<String, String> missing = new HashMap<>(LOW_PROBABILITY);
        missing.remove(factor);
        Map<String, String> other = new HashMap<>(LOW_PROBABILITY);
        other.put(factor, "whatever");
        // Then
        assertThat(command(CommandType.assess_risk, "legal", START.plusSeconds(90), missing))
                .isEqualTo(Outcome.REJECTED);
        assertThat(command(CommandType.assess_risk, "legal", START.plusSeconds(91), other))
                .isEqualTo(Outcome.REJECTED);
        assertThat(incident().getRiskAssessment()).isNull();
    }

    @Test
    void aClockThatDoesNotStartByItselfIsStartedByCounsel() {
        // Given
        open();
        // When
        decide("ca-facility-department", "start", START.plusSeconds(90));
        // Then: fifteen business days after Sunday 1 March; Friday the 20th is the last
        assertThat(clock("ca-facility-department").getDueAt()).isEqualTo(at("2026-03-20T23:59:59-07:00"));
        assertThat(clock("ca-facility-department").getState()).isEqualTo(ClockState.running);
        assertThat(decide("no-such-law", "start", START.plusSeconds(91))).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void aStoppedClockStaysStoppedWhateverComes() {
        // Given
        open();
        decide("ca-residents", "stop", START.plusSeconds(90), Map.of("reason", "encrypted"));
        // When
        book.alert(alert("a2").setPatientsCount(900), START.plusSeconds(100));
        // Then
        assertThat(clock("ca-residents").getState()).isEqualTo(ClockState.stopped);
        decide("ca-residents", "reinstate", START.plusSeconds(110));
        assertThat(clock("ca-residents").getState()).isEqualTo(ClockState.possible);
        assertThat(clock("ca-residents").getAffected()).isEqualTo(900);
    }

    private static Alert.Builder alert(String id) {
        return Alerts.of(id, "bulk-read", Level.high);
    }

    private void open() {
        book.alert(alert("a1"), START);
    }

    private void count(String residents) {
        assertThat(command(
                        CommandType.count_affected, "responder", START.plusSeconds(70), Map.of("residents", residents)))
                .isEqualTo(Outcome.ACCEPTED);
    }

    private Outcome decide(String clock, String decision, Instant at) {
        return decide(clock, decision, at, Map.of());
    }

    private Outcome decide(String clock, String decision, Instant at, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.putAll(Map.of("clock", clock, "decision", decision));
        return command(CommandType.decide_clock, "legal", at, details);
    }

    private Outcome command(CommandType type, String role, Instant at, Map<String, String> details) {
        return book.command(
                Commands.of("c" + commands++, ID, type)
                        .setRole(role)
                        .setRequestedAt(at)
                        .setDetails(details),
                at);
    }

    private Incident incident() {
        return book.incidents.get(ID);
    }

    private boolean has(String id) {
        return incident().getClocks().stream()
                .anyMatch(clock -> clock.getClockId().equals(id));
    }

    private IncidentClock clock(String id) {
        return incident().getClocks().stream()
                .filter(clock -> clock.getClockId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<EvidenceEntry> entries(EvidenceType type) {
        return book.evidence.stream().filter(entry -> entry.getType() == type).toList();
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
