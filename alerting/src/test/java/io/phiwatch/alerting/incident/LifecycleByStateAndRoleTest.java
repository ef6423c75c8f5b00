package io.phiwatch.alerting.incident;

import static io.phiwatch.alerting.Alerts.START;
import static io.phiwatch.schema.IncidentStatus.acknowledged;
import static io.phiwatch.schema.IncidentStatus.closed;
import static io.phiwatch.schema.IncidentStatus.contained;
import static io.phiwatch.schema.IncidentStatus.false_positive;
import static io.phiwatch.schema.IncidentStatus.open;
import static io.phiwatch.schema.IncidentStatus.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.Commands;
import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command in every state by every role: what is written here is what the design says, not what the code does. */
final class LifecycleByStateAndRoleTest {
    private static final String ID = EntityKey.of("acme", "actor", "nurse.kim").incidentId(1);
    private static final String OTHER = EntityKey.of("acme", "actor", "dr.lee").incidentId(1);
    private static final Instant LATER = START.plusSeconds(300);

    private static final List<String> ROLES =
            List.of("", "viewer", "responder", "admin", "compliance", "legal", "communications", "system");
    private static final Set<String> RESPONDERS = Set.of("responder", "admin", "system");
    private static final Set<String> SYSTEM = Set.of("system");
    private static final Set<IncidentStatus> ALL = EnumSet.allOf(IncidentStatus.class);
    private static final Set<IncidentStatus> ACTIVE = EnumSet.of(open, acknowledged, contained);

    /** Who may give a command, in which states, and where it leads; null stays as it was. */
    private record Rule(Set<String> roles, Set<IncidentStatus> states, IncidentStatus to) {}

    private static final Map<CommandType, Rule> RULES = Map.ofEntries(
            Map.entry(CommandType.acknowledge, new Rule(RESPONDERS, EnumSet.of(open), acknowledged)),
            Map.entry(CommandType.contain, new Rule(RESPONDERS, EnumSet.of(open, acknowledged), contained)),
            Map.entry(CommandType.resolve, new Rule(RESPONDERS, ACTIVE, resolved)),
            Map.entry(CommandType.close, new Rule(RESPONDERS, EnumSet.of(resolved, false_positive), closed)),
            Map.entry(CommandType.reopen, new Rule(RESPONDERS, EnumSet.of(resolved, closed, false_positive), open)),
            Map.entry(
                    CommandType.false_positive,
                    new Rule(RESPONDERS, EnumSet.of(open, acknowledged, contained, resolved), false_positive)),
            Map.entry(CommandType.assign, new Rule(RESPONDERS, ACTIVE, null)),
            Map.entry(
                    CommandType.comment,
                    new Rule(Set.of("responder", "admin", "compliance", "legal", "communications"), ALL, null)),
            Map.entry(CommandType.link, new Rule(RESPONDERS, ALL, null)),
            Map.entry(CommandType.merge, new Rule(RESPONDERS, ACTIVE, null)),
            Map.entry(CommandType.absorb, new Rule(SYSTEM, ACTIVE, null)),
            Map.entry(CommandType.merged, new Rule(SYSTEM, ALL, closed)),
            Map.entry(CommandType.page_result, new Rule(SYSTEM, ALL, null)));

    static Stream<Arguments> everyCase() {
        return Arrays.stream(CommandType.values())
                .flatMap(type -> Arrays.stream(IncidentStatus.values())
                        .flatMap(status -> ROLES.stream().map(role -> Arguments.of(type, status, role))));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void isDoneOrRefusedAsTheDesignSays(CommandType type, IncidentStatus status, String role) {
        // Given
        BookInMemory book = new BookInMemory(IncidentPolicy.defaults());
        book.alert(Alerts.of("a1", "bulk-read", Level.high), START);
        Incident before =
                Incident.newBuilder(book.incidents.get(ID)).setStatus(status).build();
        book.incidents.put(ID, before);
        Rule rule = RULES.get(type);
        // When
        Outcome outcome = book.command(command(type).setRole(role), LATER);
        // Then
        Incident after = book.incidents.get(ID);
        String refusal = refusal(rule, status, role);
        assertThat(outcome).isEqualTo(refusal == null ? Outcome.ACCEPTED : Outcome.REJECTED);
        boolean moves = refusal == null && rule.to() != null;
        assertThat(after.getStatus()).isEqualTo(moves ? rule.to() : status);
        assertThat(after.getVersion()).isEqualTo(before.getVersion() + 1);
        assertThat(EvidenceVerifier.verify(after, book.evidence).isIntact()).isTrue();
        if (refusal != null) {
            assertThat(book.evidence.getLast().getType()).isEqualTo(EvidenceType.command_rejected);
            assertThat(book.evidence.getLast().getDetails()).containsEntry("reason", refusal);
        }
        if (!role.equals("system")) {
            assertThat(after.getLastCommand().getReason()).isEqualTo(refusal);
        }
    }

    private static String refusal(Rule rule, IncidentStatus status, String role) {
        if (rule == null) {
            return "not_supported";
        }
        if (!rule.roles().contains(role)) {
            return "forbidden";
        }
        return rule.states().contains(status) ? null : "invalid_transition";
    }

    private static IncidentCommand.Builder command(CommandType type) {
        IncidentCommand.Builder command = Commands.of("c1", ID, type);
        return switch (type) {
            case assign -> command.setDetails(Map.of("assignee", "lee"));
            case link -> command.setDetails(Map.of("other", OTHER));
            case merge -> command.setDetails(Map.of("into", OTHER));
            case absorb -> command.setDetails(Map.of("from", OTHER, "level", "high"));
            case merged -> command.setDetails(Map.of("into", OTHER, "outcome", "accepted", "level", "high"));
            case comment -> command.setSealedText(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            default -> command;
        };
    }
}
