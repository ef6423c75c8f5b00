package io.phiwatch.alerting.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.Samples;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.CommandResult;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ReadModelTest {
    private final ReadModel model = new ReadModel();

    @Test
    void keepsTheHighestVersionOfAnIncidentInWhateverOrderTheyCome() {
        model.apply(incident(2, IncidentStatus.acknowledged));
        model.apply(incident(1, IncidentStatus.open));

        assertThat(model.incidents())
                .singleElement()
                .extracting(Incident::getVersion)
                .isEqualTo(2);
    }

    @Test
    void keepsTheHighestRevisionOfAnAlert() {
        model.apply(Samples.alert("a", Level.high, Samples.NOW).setRevision(3).build());
        model.apply(Samples.alert("a", Level.low, Samples.NOW).setRevision(2).build());

        assertThat(model.alerts()).singleElement().extracting(Alert::getLevel).isEqualTo(Level.high);
    }

    @Test
    void forgetsTheAlertsThatChangedLeastRecently() {
        model.apply(Samples.alert("first", Level.high, Samples.NOW.minusSeconds(5_000))
                .build());
        model.apply(Samples.alert("second", Level.high, Samples.NOW.minusSeconds(5_000))
                .build());
        for (int i = 2; i < ReadModel.RECENT_ALERTS; i++) {
            model.apply(Samples.alert("a-" + i, Level.low, Samples.NOW).build());
        }

        model.apply(
                Samples.alert("first", Level.high, Samples.NOW).setRevision(2).build());
        model.apply(Samples.alert("one-more", Level.low, Samples.NOW).build());

        assertThat(model.alerts())
                .hasSize(ReadModel.RECENT_ALERTS)
                .extracting(Alert::getAlertId)
                .contains("first", "one-more")
                .doesNotContain("second");
    }

    @Test
    void keepsTheLastEvidenceOfEachIncidentInTheOrderOfItsChain() {
        for (long sequence = ReadModel.EVIDENCE_PER_INCIDENT + 1; sequence >= 1; sequence--) {
            model.apply(
                    Samples.evidence("i-1", sequence, EvidenceType.alert_raised).build());
        }
        model.apply(Samples.evidence("i-2", 1, EvidenceType.incident_opened).build());

        assertThat(model.evidence("i-1"))
                .hasSize(ReadModel.EVIDENCE_PER_INCIDENT)
                .isSortedAccordingTo((one, other) -> Long.compare(one.getSequence(), other.getSequence()));
        assertThat(model.evidence("i-1").getLast().getSequence()).isEqualTo(ReadModel.EVIDENCE_PER_INCIDENT + 1);
        assertThat(model.evidence("i-2")).extracting(EvidenceEntry::getSequence).containsExactly(1L);
        assertThat(model.evidence("i-3")).isEmpty();
    }

    @Test
    void tellsOfEachChangeOnceAndOnlyWhenCaughtUp() {
        // Given
        List<Change> heard = new ArrayList<>();
        model.addListener(heard::add);
        model.apply(incident(1, IncidentStatus.open));

        // When
        model.markCaughtUp();
        model.apply(incident(2, IncidentStatus.acknowledged));
        model.apply(incident(2, IncidentStatus.acknowledged));

        // Then
        assertThat(heard)
                .containsExactly(
                        new Change.CaughtUp(), new Change.IncidentChanged(incident(2, IncidentStatus.acknowledged)));
    }

    @Test
    void wakesWhoeverWaitsForACommand() throws Exception {
        // Given
        CompletableFuture<Optional<CommandResult>> waiting = CompletableFuture.supplyAsync(() -> await("c-1"));

        // When
        model.apply(answered("c-0", true, ""));
        model.apply(answered("c-1", false, "forbidden"));

        // Then
        assertThat(waiting.get(10, TimeUnit.SECONDS))
                .hasValueSatisfying(result -> assertThat(result.getReason()).isEqualTo("forbidden"));
    }

    @Test
    void givesUpWaitingInTime() throws InterruptedException {
        assertThat(model.awaitCommand("c-1", Duration.ofMillis(5))).isEmpty();
    }

    @Test
    void remembersAnswersThatOnlyEvidenceStillHolds() {
        model.apply(Samples.evidence("i-1", 1, EvidenceType.command_rejected)
                .setDetails(Map.of("command_id", "c-1", "reason", "invalid_transition"))
                .build());
        model.apply(Samples.evidence("i-1", 2, EvidenceType.command_accepted)
                .setDetails(Map.of("command_id", "c-2"))
                .build());
        model.markCaughtUp();
        model.apply(Samples.evidence("i-1", 3, EvidenceType.command_accepted)
                .setDetails(Map.of("command_id", "c-3"))
                .build());

        assertThat(model.result("c-1"))
                .hasValueSatisfying(result -> assertThat(result.getReason()).isEqualTo("invalid_transition"));
        assertThat(model.result("c-2"))
                .hasValueSatisfying(result -> assertThat(result.getAccepted()).isTrue());
        assertThat(model.result("c-3")).isEmpty();
    }

    private Optional<CommandResult> await(String commandId) {
        try {
            return model.awaitCommand(commandId, Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Incident answered(String commandId, boolean accepted, String reason) {
        return Samples.incident("dr.lee", Level.high, IncidentStatus.open)
                .setLastCommand(Samples.result(commandId, accepted, reason))
                .build();
    }

    private static Incident incident(int version, IncidentStatus status) {
        return Samples.incident("dr.lee", Level.high, status)
                .setVersion(version)
                .build();
    }
}
