package io.phiwatch.alerting.incident;

import static io.phiwatch.alerting.Alerts.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.NotificationReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentsOfCommandsTest {
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);
    private static final Instant LATER = START.plusSeconds(300);

    private final BookInMemory book = new BookInMemory(IncidentPolicy.defaults());

    @BeforeEach
    void openIncident() {
        book.alert(Alerts.of("a1", "bulk-read", Level.high), START);
    }

    @Test
    void anAcceptedCommandIsAnsweredAndIsEvidence() {
        // When
        Outcome outcome = book.command(command("c1", CommandType.acknowledge), LATER);
        // Then
        Incident incident = incident();
        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
        assertThat(incident.getStatus()).isEqualTo(IncidentStatus.acknowledged);
        assertThat(incident.getAcknowledgedAt()).isEqualTo(LATER);
        assertThat(incident.getVersion()).isEqualTo(2);
        assertThat(incident.getLastCommand().getCommandId()).isEqualTo("c1");
        assertThat(incident.getLastCommand().getAccepted()).isTrue();
        EvidenceEntry entry = book.evidence.getLast();
        assertThat(entry.getType()).isEqualTo(EvidenceType.command_accepted);
        assertThat(entry.getActor()).isEqualTo("dana");
        assertThat(entry.getDetails())
                .containsEntry("command", "acknowledge")
                .containsEntry("role", "responder")
                .containsEntry("command_id", "c1");
        assertThat(EvidenceVerifier.verify(incident, book.evidence).isIntact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"viewer, acknowledge", "compliance, resolve", "'', close", "responder, page_result"})
    void aRoleThatMayNotIsRefused(String role, CommandType type) {
        // When
        Outcome outcome = book.command(command("c1", type).setRole(role), LATER);
        // Then
        assertThat(outcome).isEqualTo(Outcome.REJECTED);
        assertThat(incident().getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(book.evidence.getLast().getType()).isEqualTo(EvidenceType.command_rejected);
        assertThat(book.evidence.getLast().getDetails()).containsEntry("reason", "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"responder", "admin", "system"})
    void theRolesThatMayChangeIncidentsDo(String role) {
        // When
        Outcome outcome = book.command(command("c1", CommandType.acknowledge).setRole(role), LATER);
        // Then
        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({"acme, ACCEPTED", "other, REJECTED", "acme-2, REJECTED"})
    void whoeverActsForOtherTenantsIsRefusedAndRecorded(String tenant, Outcome expected) {
        // When
        Outcome outcome = book.command(command("c1", CommandType.acknowledge).setTenants(List.of(tenant)), LATER);
        // Then
        assertThat(outcome).isEqualTo(expected);
        if (expected == Outcome.REJECTED) {
            assertThat(incident().getLastCommand().getReason()).isEqualTo("wrong_tenant");
            assertThat(book.evidence.getLast().getActor()).isEqualTo("dana");
            assertThat(book.evidence.getLast().getDetails()).containsEntry("reason", "wrong_tenant");
        }
    }

    @Test
    void aCommandOnAnOldVersionIsRefusedWithTheReason() {
        // Given
        book.alert(Alerts.of("a2", "bulk-read", Level.high), START);
        // When
        Outcome outcome = book.command(command("c1", CommandType.acknowledge).setExpectedVersion(1), LATER);
        // Then
        assertThat(outcome).isEqualTo(Outcome.REJECTED);
        assertThat(incident().getLastCommand().getReason()).isEqualTo("version_conflict");
        assertThat(incident().getStatus()).isEqualTo(IncidentStatus.open);
    }

    @Test
    void aCommandOnTheCurrentVersionIsCarriedOut() {
        // When
        Outcome outcome = book.command(command("c1", CommandType.acknowledge).setExpectedVersion(1), LATER);
        // Then
        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void aRepeatedCommandIsCarriedOutOnce() {
        // Given
        book.command(command("c1", CommandType.resolve), LATER);
        book.command(command("c2", CommandType.reopen), LATER);
        Incident before = incident();
        // When
        Outcome outcome = book.command(command("c1", CommandType.resolve), LATER.plusSeconds(1));
        // Then
        assertThat(outcome).isEqualTo(Outcome.REPEATED_COMMAND);
        assertThat(incident()).isEqualTo(before);
    }

    @Test
    void rememberedCommandsAreBounded() {
        // When
        for (int i = 0; i < 250; i++) {
            book.command(command("c" + i, CommandType.assign).setDetails(Map.of("assignee", "dana")), LATER);
        }
        // Then
        assertThat(incident().getRecentCommands())
                .hasSize(CommandSteps.REMEMBERED)
                .endsWith("c249");
    }

    @Test
    void aCommandForAnUnknownIncidentChangesNothing() {
        // When
        Outcome outcome = book.command(Commands.of("c1", "acme-ffff-9", CommandType.close), LATER);
        // Then
        assertThat(outcome).isEqualTo(Outcome.UNKNOWN_INCIDENT);
        assertThat(book.incidents).hasSize(1);
    }

    @Test
    void aCommandThatTheStateForbidsIsRefused() {
        // When
        book.command(command("c1", CommandType.close), LATER);
        // Then
        assertThat(incident().getLastCommand().getReason()).isEqualTo("invalid_transition");
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandType.class,
            names = {"other"})
    void whatIsNotSupportedSaysSo(CommandType type) {
        // When
        book.command(command("c1", type), LATER);
        // Then
        assertThat(incident().getLastCommand().getReason()).isEqualTo("not_supported");
    }

    @Test
    void assigningNamesWhoWorksOnIt() {
        // When
        book.command(command("c1", CommandType.assign).setDetails(Map.of("assignee", "lee@acme.example")), LATER);
        // Then
        assertThat(incident().getAssignee()).isEqualTo("lee@acme.example");
        assertThat(incident().getStatus()).isEqualTo(IncidentStatus.open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Lee, patient Jane Roe", "<b>", "a b"})
    void anAssigneeThatIsNoNameIsRefusedAndNotKept(String assignee) {
        // When
        book.command(command("c1", CommandType.assign).setDetails(Map.of("assignee", assignee)), LATER);
        // Then
        assertThat(incident().getLastCommand().getReason()).isEqualTo("invalid_details");
        assertThat(book.evidence.getLast().getDetails()).doesNotContainKey("assignee");
    }

    @Test
    void freeTextNeverGetsIntoEvidence() {
        // Given
        IncidentCommand.Builder chatty = command("c1", CommandType.acknowledge)
                .setDetails(Map.of("note", "Jane Roe, SSN 078-05-1120", "reason_code", "called Jane Roe"));
        // When
        book.command(chatty, LATER);
        // Then
        assertThat(book.evidence.toString() + incident()).doesNotContain("Jane").doesNotContain("078-05-1120");
    }

    @Test
    void theWholeWayFromOpenToClosedAndBack() {
        // When
        book.command(command("c1", CommandType.acknowledge), LATER);
        book.command(command("c2", CommandType.contain), LATER);
        book.command(command("c3", CommandType.resolve), LATER);
        Instant resolvedAt = incident().getResolvedAt();
        book.command(command("c4", CommandType.close), LATER);
        IncidentStatus closed = incident().getStatus();
        book.command(command("c5", CommandType.reopen), LATER);
        // Then
        assertThat(resolvedAt).isEqualTo(LATER);
        assertThat(closed).isEqualTo(IncidentStatus.closed);
        assertThat(incident().getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(incident().getResolvedAt()).isNull();
        assertThat(book.pages.getLast().getReason()).isEqualTo(NotificationReason.reopened);
    }

    @Test
    void anIncidentIsNotReopenedBesideANewerOne() {
        // Given
        book.command(command("c1", CommandType.resolve), LATER);
        book.alert(Alerts.of("a2", "bulk-read", Level.high), LATER);
        // When
        book.command(command("c2", CommandType.reopen), LATER);
        // Then
        assertThat(incident().getLastCommand().getReason()).isEqualTo("newer_incident");
    }

    @Test
    void theResultOfAPageIsEvidenceAndHidesNoAnswer() {
        // Given
        book.command(command("c1", CommandType.acknowledge), LATER);
        IncidentCommand.Builder result = command(ID + "-page-1:log", CommandType.page_result)
                .setRole("system")
                .setActor("pager")
                .setDetails(Map.of("sink", "log", "outcome", "delivered", "attempts", "1"));
        // When
        book.command(result, LATER);
        book.command(result, LATER);
        // Then
        assertThat(book.evidence.getLast().getType()).isEqualTo(EvidenceType.page_result);
        assertThat(book.evidence.getLast().getSummary()).isEqualTo("Page to log: delivered");
        assertThat(book.evidence.getLast().getDetails()).containsEntry("attempts", "1");
        assertThat(incident().getLastCommand().getCommandId()).isEqualTo("c1");
        assertThat(incident().getEvidenceCount()).isEqualTo(5);
    }

    private Incident incident() {
        return book.incidents.get(ID);
    }

    private static IncidentCommand.Builder command(String commandId, CommandType type) {
        return Commands.of(commandId, ID, type);
    }
}
