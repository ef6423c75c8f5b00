package io.phiwatch.alerting.remind;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.console.Samples;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.IncidentStep;
import io.phiwatch.schema.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ReminderRunnerTest {
    private final List<IncidentCommand> sent = new ArrayList<>();
    private List<Incident> incidents = new ArrayList<>();
    private Instant now = Samples.NOW;

    @Test
    void sendsWhatIsDueOnceUnderTheSameIdAsEverywhere() {
        // Given
        incidents.add(incident("lead", Duration.ofMinutes(15)));
        try (ReminderRunner runner = runner();
                ReminderRunner other = runner()) {
            // When
            runner.look();
            now = now.plus(Duration.ofMinutes(16));
            runner.look();
            runner.look();
            other.look();
        }
        // Then
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().getCommandId()).isEqualTo(sent.getLast().getCommandId());
        assertThat(sent.getFirst()).satisfies(command -> {
            assertThat(command.getType()).isEqualTo(CommandType.remind_step);
            assertThat(command.getRole()).isEqualTo("system");
            assertThat(command.getRequestedAt()).isEqualTo(now);
        });
    }

    @Test
    void sendsAgainWhatIsStillDueAfterAWhile() {
        // Given
        incidents.add(incident("lead", Duration.ZERO.minusSeconds(1)));
        try (ReminderRunner runner = runner()) {
            // When
            for (int round = 0; round < 12; round++) {
                runner.look();
            }
        }
        // Then
        assertThat(sent).hasSize(2);
    }

    @Test
    void sendsNothingForAnIncidentThatIsSettled() {
        // Given
        incidents = List.of(Incident.newBuilder(incident("lead", Duration.ZERO.minusSeconds(1)))
                .setStatus(IncidentStatus.resolved)
                .build());
        try (ReminderRunner runner = runner()) {
            // When
            runner.look();
        }
        // Then
        assertThat(sent).isEmpty();
    }

    private ReminderRunner runner() {
        return new ReminderRunner(
                () -> incidents,
                command -> {
                    sent.add(command);
                    return CompletableFuture.completedFuture(null);
                },
                () -> now);
    }

    private static Incident incident(String step, Duration due) {
        return Samples.incident("dr.lee", Level.high, IncidentStatus.open)
                .setSteps(List.of(IncidentStep.newBuilder()
                        .setStepId("phi-breach." + step)
                        .setTitle("Take the lead")
                        .setRole("responder")
                        .setDueAt(Samples.NOW.plus(due))
                        .build()))
                .build();
    }
}
