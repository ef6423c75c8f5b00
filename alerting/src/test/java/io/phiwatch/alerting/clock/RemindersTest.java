package io.phiwatch.alerting.clock;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.CommandCatalogue;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.Duties;
import io.phiwatch.alerting.clock.Reminders.Reminder;
import io.phiwatch.alerting.incident.BookInMemory;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentStep;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What time brings about, as the commands that the runner would send. */
final class RemindersTest {
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);

    private final BookInMemory book = new BookInMemory(new Incidents(
            IncidentPolicy.defaults(),
            CommandCatalogue.steps(Duties.bundled()),
            Duties.bundled().followUp()));

    @BeforeEach
    void open() {
        book.alert(Alerts.of("a1", "bulk-read", Level.high), START);
        book.pages.clear();
    }

    @Test
    void aClockIsToldAtHalfAtFourFifthsAndAtItsEnd() {
        // Given: 60 days and the rest of the last one
        IncidentClock clock = clock("hipaa-individuals");
        Duration whole = Duration.between(clock.getStartedAt(), clock.getDueAt());
        Instant half = clock.getStartedAt().plus(whole.dividedBy(2));
        // Then
        assertThat(percentages(half.minusMillis(1))).isEmpty();
        assertThat(percentages(half)).containsExactly("50");
        assertThat(percentages(clock.getStartedAt().plus(whole.multipliedBy(8).dividedBy(10))))
                .containsExactly("80");
        assertThat(percentages(clock.getDueAt().minusMillis(1))).containsExactly("80");
        assertThat(percentages(clock.getDueAt())).containsExactly("100");
    }

    @Test
    void eachIsToldOnceToTheLegalRoleAndRecorded() {
        // Given
        Instant half = START.plus(Duration.ofDays(31));
        Reminder reminder = due("hipaa-individuals", half);
        // When
        assertThat(tell(reminder, half)).isEqualTo(Outcome.ACCEPTED);
        // Then
        assertThat(clock("hipaa-individuals").getReminded()).isEqualTo(50);
        assertThat(percentages(half)).isEmpty();
        assertThat(book.pages).singleElement().satisfies(page -> {
            assertThat(page.getReason()).isEqualTo(NotificationReason.clock_reminder);
            assertThat(page.getRole()).isEqualTo("legal");
            assertThat(page.getAbout()).isEqualTo("hipaa-individuals at 50 percent of its time");
        });
        assertThat(book.evidence)
                .filteredOn(entry -> entry.getType() == EvidenceType.clock_reminder)
                .extracting(EvidenceEntry::getSummary)
                .containsExactly("Clock hipaa-individuals at 50 percent of its time");
        // And when another process sends the same
        assertThat(tell(reminder, half.plusSeconds(1))).isEqualTo(Outcome.REPEATED_COMMAND);
        assertThat(book.pages).hasSize(1);
    }

    @Test
    void clocksThatAreDueAtOnceAreToldByOnePageAndEachIsRecorded() {
        // Given
        Instant half = START.plus(Duration.ofDays(31));
        List<Reminder> clocks = Reminders.grouped(Reminders.due(incident(), half)).stream()
                .filter(reminder -> reminder.type() == CommandType.remind_clock)
                .toList();
        assertThat(clocks).hasSizeGreaterThan(5);
        // When
        assertThat(clocks)
                .allSatisfy(reminder -> assertThat(tell(reminder, half)).isEqualTo(Outcome.ACCEPTED));
        // Then
        assertThat(book.pages)
                .singleElement()
                .satisfies(
                        page -> assertThat(page.getAbout()).endsWith(", and " + (clocks.size() - 1) + " more clocks"));
        assertThat(book.evidence)
                .filteredOn(entry -> entry.getType() == EvidenceType.clock_reminder)
                .hasSize(clocks.size());
    }

    @Test
    void aReminderThatIsNotDueIsRefused() {
        // Given
        Reminder half = due("hipaa-individuals", START.plus(Duration.ofDays(31)));
        // Then
        assertThat(tell(half, START.plus(Duration.ofDays(3)))).isEqualTo(Outcome.REJECTED);
        assertThat(book.pages).isEmpty();
    }

    @Test
    void whatWasMissedIsToldByItsHighestPercentageOnly() {
        assertThat(percentages(START.plus(Duration.ofDays(300)))).containsExactly("100");
    }

    @Test
    void aClockThatIsMetIsSilent() {
        // When
        command(CommandType.decide_clock, "legal", Map.of("clock", "hipaa-individuals", "decision", "met"), "c1");
        // Then
        assertThat(percentages(START.plus(Duration.ofDays(300)))).isEmpty();
    }

    @Test
    void aDueDateThatMovedAwayIsToldAgain() {
        // Given
        Instant late = START.plus(Duration.ofDays(50));
        tell(due("hipaa-individuals", late), late);
        assertThat(clock("hipaa-individuals").getReminded()).isEqualTo(80);
        // When: held for 30 days, released by its end
        book.command(
                Commands.of("c1", ID, CommandType.decide_clock)
                        .setRole("legal")
                        .setRequestedAt(late)
                        .setDetails(Map.of(
                                "clock", "hipaa-individuals", "decision", "hold", "reason", "law_enforcement_oral")),
                late);
        Instant over = late.plus(Duration.ofDays(30));
        assertThat(percentages(over.minusMillis(1))).isEmpty();
        Reminder end = due("hipaa-individuals", over);
        assertThat(tell(end, over)).isEqualTo(Outcome.ACCEPTED);
        // Then
        assertThat(clock("hipaa-individuals").getState()).isEqualTo(ClockState.possible);
        assertThat(book.pages)
                .last()
                .satisfies(page -> assertThat(page.getAbout()).isEqualTo("hipaa-individuals: its delay is over"));
        assertThat(percentages(over.plus(Duration.ofDays(1)))).containsExactly("80");
    }

    @Test
    void aStepThatIsOverdueIsToldOnceToItsRole() {
        // Given: counsel reviews the clocks within four hours
        Instant late = START.plus(Duration.ofHours(5));
        Reminder reminder = steps(late).stream()
                .filter(it -> it.details().containsValue("phi-breach.counsel"))
                .findFirst()
                .orElseThrow();
        // When
        assertThat(tell(reminder, late)).isEqualTo(Outcome.ACCEPTED);
        // Then
        assertThat(book.pages).singleElement().satisfies(page -> {
            assertThat(page.getReason()).isEqualTo(NotificationReason.step_overdue);
            assertThat(page.getRole()).isEqualTo("legal");
        });
        assertThat(steps(late)).noneMatch(it -> it.details().containsValue("phi-breach.counsel"));
    }

    @Test
    void aStepIsTickedByWhoeverDidItAndMayBeTakenBack() {
        // When
        assertThat(command(CommandType.tick_step, "responder", Map.of("step", "phi-breach.lead"), "c1"))
                .isEqualTo(Outcome.ACCEPTED);
        // Then
        assertThat(step("phi-breach.lead").getDoneBy()).isEqualTo("dana");
        assertThat(steps(START.plus(Duration.ofDays(1))))
                .noneMatch(it -> it.details().containsValue("phi-breach.lead"));
        assertThat(command(CommandType.tick_step, "responder", Map.of("step", "phi-breach.lead"), "c2"))
                .isEqualTo(Outcome.REJECTED);
        assertThat(command(CommandType.tick_step, "responder", Map.of("step", "phi-breach.none"), "c3"))
                .isEqualTo(Outcome.REJECTED);
        assertThat(command(
                        CommandType.tick_step, "responder", Map.of("step", "phi-breach.lead", "done", "false"), "c4"))
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(step("phi-breach.lead").getDoneAt()).isNull();
    }

    @Test
    void theStepsAndTheirVersionAreThoseOfTheOpening() {
        var playbook = Duties.bundled().playbooks().find("phi-breach").orElseThrow();

        assertThat(incident().getPlaybookVersion()).isEqualTo(playbook.version());
        assertThat(incident().getSteps()).hasSameSizeAs(playbook.steps());
        assertThat(step("phi-breach.lead").getDueAt()).isEqualTo(START.plus(Duration.ofMinutes(15)));
        assertThat(book.evidence)
                .filteredOn(entry -> entry.getType() == EvidenceType.playbook_given)
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.getDetails()).containsEntry("playbook_version", playbook.version()));
    }

    @Test
    void aHigherAlertBringsItsPlaybookAndDoneStepsStay() {
        // Given
        command(CommandType.tick_step, "responder", Map.of("step", "phi-breach.lead"), "c1");
        // When
        book.alert(Alerts.of("a2", "takeover", Level.critical).setPlaybook("account-takeover"), START.plusSeconds(60));
        // Then
        assertThat(incident().getSteps())
                .extracting(IncidentStep::getStepId)
                .startsWith("phi-breach.lead", "account-takeover.lead")
                .doesNotContain("phi-breach.contain");
    }

    @Test
    void pagesCarryNothingOfPatients() {
        // Given
        Instant late = START.plus(Duration.ofDays(100));
        // When
        Reminders.due(incident(), late).forEach(reminder -> tell(reminder, late));
        // Then
        assertThat(book.pages)
                .hasSizeGreaterThan(10)
                .extracting(Notification::getAbout)
                .allSatisfy(about -> assertThat(about).matches("[A-Za-z0-9 ,.:-]+"));
    }

    private List<String> percentages(Instant at) {
        return Reminders.due(incident(), at).stream()
                .filter(reminder ->
                        "hipaa-individuals".equals(reminder.details().get("clock")))
                .map(reminder -> reminder.details().get("percent"))
                .toList();
    }

    private Reminder due(String clock, Instant at) {
        return Reminders.due(incident(), at).stream()
                .filter(reminder -> clock.equals(reminder.details().get("clock")))
                .findFirst()
                .orElseThrow();
    }

    private List<Reminder> steps(Instant at) {
        return Reminders.due(incident(), at).stream()
                .filter(reminder -> reminder.type() == CommandType.remind_step)
                .toList();
    }

    private Outcome tell(Reminder reminder, Instant at) {
        return book.command(
                Commands.of(ID + ':' + reminder.key(), ID, reminder.type())
                        .setRole("system")
                        .setRequestedAt(at)
                        .setDetails(reminder.details()),
                at);
    }

    private Outcome command(CommandType type, String role, Map<String, String> details, String id) {
        return book.command(Commands.of(id, ID, type).setRole(role).setDetails(details), START.plusSeconds(90));
    }

    private Incident incident() {
        return book.incidents.get(ID);
    }

    private IncidentClock clock(String id) {
        return incident().getClocks().stream()
                .filter(clock -> clock.getClockId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private IncidentStep step(String id) {
        return incident().getSteps().stream()
                .filter(step -> step.getStepId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
