package io.phiwatch.alerting.custody;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.incident.AlertPlace;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentInput.AlertArrived;
import io.phiwatch.alerting.incident.IncidentInput.CommandArrived;
import io.phiwatch.alerting.incident.IncidentPolicy;
import io.phiwatch.alerting.incident.Incidents;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustodyStepsTest {
    private static final String DIGEST = "ab".repeat(32);

    private final Map<CommandType, CommandStep> steps = CustodySteps.all();
    private final Incidents incidents = new Incidents(IncidentPolicy.defaults(), steps);
    private final Incident incident = opened();

    @ParameterizedTest
    @CsvSource({
        "export_evidence, no, admin, true",
        "export_evidence, no, responder, true",
        "export_evidence, no, legal, true",
        "export_evidence, no, auditor, false",
        "export_evidence, yes, admin, false",
        "export_evidence, yes, responder, false",
        "export_evidence, yes, legal, false",
        "export_evidence, yes, compliance, true",
        "hand_over_evidence, -, admin, true",
        "hand_over_evidence, -, compliance, true",
        "hand_over_evidence, -, responder, false",
        "open_sealed, -, compliance, true",
        "open_sealed, -, admin, false",
        "open_sealed, -, responder, false",
        "open_sealed, -, legal, false"
    })
    void eachRoleMayDoWhatItMayAndBothAnswersAreOnRecord(
            CommandType type, String originals, String role, boolean allowed) {
        // When
        Changed changed = give(command(type, role, details(type, originals)));
        // Then
        EvidenceEntry entry = changed.evidence().getFirst();
        assertThat(entry.getType()).isEqualTo(allowed ? EvidenceType.command_accepted : EvidenceType.command_rejected);
        assertThat(entry.getActor()).isEqualTo("somebody");
        assertThat(entry.getDetails()).containsEntry("command", type.name()).containsEntry("role", role);
        assertThat(changed.incident().getLastCommand().getAccepted()).isEqualTo(allowed);
        assertThat(changed.incident().getStatus()).isEqualTo(IncidentStatus.open);
        assertThat(changed.pages()).isEmpty();
    }

    @Test
    void phiwatchItselfOpensNothing() {
        // When
        Changed changed = give(command(CommandType.open_sealed, "system", details(CommandType.open_sealed, "-")));
        // Then
        assertThat(changed.evidence().getFirst().getType()).isEqualTo(EvidenceType.command_rejected);
    }

    @Test
    void theRecordSaysWhichOriginalAndKeepsTheReasonSealed() {
        // When
        Changed changed = give(command(CommandType.open_sealed, "compliance", Map.of("event_id", "5eed")));
        // Then
        EvidenceEntry entry = changed.evidence().getFirst();
        assertThat(entry.getSummary()).isEqualTo("Sealed original opened: event 5eed");
        assertThat(entry.getDetails()).containsEntry("event_id", "5eed").containsKey("sealed_text");
    }

    @Test
    void aRefusalSaysWhichOriginalWasAskedFor() {
        // When
        Changed changed = give(command(CommandType.open_sealed, "admin", Map.of("event_id", "5eed")));
        // Then
        assertThat(changed.evidence()).hasSize(2);
        assertThat(changed.evidence().getLast().getDetails()).containsEntry("asked_for", "5eed");
    }

    @Test
    void anOriginalIsNotOpenedWithoutAReason() {
        IncidentCommand command = command(CommandType.open_sealed, "compliance", Map.of("event_id", "5eed"));
        command.setSealedText(null);

        assertThat(give(command).incident().getLastCommand().getAccepted()).isFalse();
    }

    @Test
    void aHandOverNamesTheFileByItsDigest() {
        // When
        Changed done = give(command(
                CommandType.hand_over_evidence, "legal", Map.of("recipient", "counsel", "archive_sha256", DIGEST)));
        Changed refused = give(command(
                CommandType.hand_over_evidence, "legal", Map.of("recipient", "counsel", "archive_sha256", "abc")));
        // Then
        assertThat(done.evidence().getFirst().getDetails()).containsEntry("archive_sha256", DIGEST);
        assertThat(done.evidence().getFirst().getSummary()).isEqualTo("Evidence handed over to counsel");
        assertThat(refused.incident().getLastCommand().getReason()).isEqualTo("invalid_details");
    }

    @Test
    void anExportSaysWhetherItHasOriginals() {
        Changed refused = give(command(CommandType.export_evidence, "compliance", Map.of("originals", "perhaps")));

        assertThat(refused.incident().getLastCommand().getReason()).isEqualTo("invalid_details");
        assertThat(steps.keySet())
                .isEqualTo(
                        Set.of(CommandType.export_evidence, CommandType.hand_over_evidence, CommandType.open_sealed));
    }

    private static Map<String, String> details(CommandType type, String originals) {
        return switch (type) {
            case export_evidence -> Map.of("originals", originals);
            case hand_over_evidence -> Map.of("recipient", "counsel", "archive_sha256", DIGEST);
            default -> Map.of("event_id", "5eed");
        };
    }

    private IncidentCommand command(CommandType type, String role, Map<String, String> details) {
        IncidentCommand.Builder command = IncidentCommand.newBuilder()
                .setCommandId("c1")
                .setIncidentId(incident.getIncidentId())
                .setType(type)
                .setActor("somebody")
                .setRole(role)
                .setRequestedAt(Alerts.START)
                .setDetails(details);
        if (type == CommandType.open_sealed) {
            command.setSealedText(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        return command.build();
    }

    private Changed give(IncidentCommand command) {
        return (Changed) incidents.next(new Book(incident), new CommandArrived(command, Alerts.START));
    }

    private Incident opened() {
        Changed changed = (Changed) incidents.next(
                new Book(null),
                new AlertArrived(Alerts.of("a1", "bulk", Level.high).build(), Alerts.START));
        return changed.incident();
    }

    /** Knows at most one incident. */
    private static final class Book implements IncidentBook {
        private final Map<String, Incident> known = new HashMap<>();

        Book(Incident incident) {
            if (incident != null) {
                known.put(incident.getIncidentId(), incident);
            }
        }

        @Override
        public Optional<Incident> latest(String entityKey) {
            return known.values().stream().findFirst();
        }

        @Override
        public Optional<Incident> find(String incidentId) {
            return Optional.ofNullable(known.get(incidentId));
        }

        @Override
        public Optional<AlertPlace> placeOf(String entityKey, String alertId) {
            return Optional.empty();
        }
    }
}
