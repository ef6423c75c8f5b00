package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.text.ReversedTextSeals;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.ScopedException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type over the API: comments, and reasons of exceptions. */
final class ConsoleTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dataDir;

    private TestConsole console;
    private Incident incident;

    @BeforeEach
    void start() {
        console = new TestConsole(dataDir);
        incident = Samples.incident("dr.lee", Level.high, IncidentStatus.open).build();
        console.model.apply(incident);
        console.model.markCaughtUp();
        console.onCommand(command -> console.model.apply(Incident.newBuilder(incident)
                .setVersion(2)
                .setLastCommand(Samples.result(command.getCommandId(), true, ""))
                .build()));
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void aCommentLeavesTheConsoleSealedOnly() {
        // When
        HttpResponse<String> answer = comment("Jane Roe, SSN 078-05-1120");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        IncidentCommand command = console.commands.getFirst();
        assertThat(command.getDetails()).containsOnly(Map.entry("phi_types", "US_SSN"));
        assertThat(command.toString()
                        + StandardCharsets.UTF_8.decode(command.getSealedText().duplicate()))
                .doesNotContain("Jane Roe");
        assertThat(new ReversedTextSeals()
                        .open(
                                new TextSeals.Place(incident.getTenant(), command.getCommandId()),
                                command.getSealedText()))
                .contains("Jane Roe, SSN 078-05-1120");
    }

    @Test
    void aCommentIsShownWithItsEvidenceUnlessPhiWasFoundInIt() {
        // Given
        addEvidence(1, "c1", "called the ward", Map.of());
        addEvidence(2, "c2", "SSN 078-05-1120", Map.of("phi_types", "US_SSN"));
        // When
        JsonNode evidence = json(console.getAsAdmin("/api/v1/incidents/" + incident.getIncidentId()))
                .get("evidence");
        // Then
        assertThat(evidence.at("/0/text").asText()).isEqualTo("called the ward");
        assertThat(evidence.at("/1/text").isMissingNode()).isTrue();
    }

    @Test
    void refusesCommandsWithoutTheTextOrWithOneTheyDoNotTake() {
        String path = "/api/v1/incidents/" + incident.getIncidentId() + "/commands";
        assertThat(console.postAsAdmin(path, "{\"type\":\"comment\",\"text\":\" \"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.postAsAdmin(path, "{\"type\":\"link\",\"details\":{\"other\":\"acme-1\"},\"text\":\"Jane\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.commands).isEmpty();
    }

    @Test
    void exceptionsAreAddedListedAndTakenBack() {
        // Given
        String body = """
                {"tenant":"acme","rule":"bulk-read","entity_id":"svc-backup","until":"2099-01-01T00:00:00Z",
                 "reason":"nightly export","owner":"dana"}""";
        // When
        HttpResponse<String> added = console.postAsAdmin("/api/v1/exceptions", body);
        // Then
        assertThat(added.statusCode()).isEqualTo(201);
        String id = json(added).get("exception_id").asText();
        ScopedException written = console.exceptions.getFirst();
        assertThat(written.getExceptionId()).isEqualTo(id);
        assertThat(written.toString()).doesNotContain("nightly export");
        JsonNode listed = json(console.getAsAdmin("/api/v1/exceptions")).at("/exceptions/0");
        assertThat(listed.get("reason").asText()).isEqualTo("nightly export");
        assertThat(listed.get("in_force").asBoolean()).isTrue();
        assertThat(listed.at("/suppressed/hits").asLong()).isZero();
        HttpResponse<String> removed = delete("/api/v1/exceptions/" + id);
        assertThat(json(removed).get("in_force").asBoolean()).isFalse();
        assertThat(delete("/api/v1/exceptions/" + id).statusCode()).isEqualTo(409);
    }

    @Test
    void exceptionsWithoutScopeEndOrOwnerAreRefused() {
        assertThat(console.postAsAdmin(
                                "/api/v1/exceptions",
                                "{\"tenant\":\"acme\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\"r\",\"owner\":\"d\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.postAsAdmin(
                                "/api/v1/exceptions",
                                "{\"tenant\":\"acme\",\"rule\":\"x\",\"reason\":\"r\",\"owner\":\"d\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.exceptions).isEmpty();
    }

    @Test
    void reportsResponseTimes() {
        // When
        JsonNode report = json(console.getAsAdmin("/api/v1/reports/response?level=high"));
        // Then
        assertThat(report.at("/all/incidents").asLong()).isEqualTo(1);
        assertThat(report.at("/by_level/high/detect/count").asLong()).isEqualTo(1);
        assertThat(report.at("/exercises/incidents").asLong()).isZero();
    }

    private HttpResponse<String> comment(String text) {
        String body =
                JSON.createObjectNode().put("type", "comment").put("text", text).toString();
        return console.postAsAdmin("/api/v1/incidents/" + incident.getIncidentId() + "/commands", body);
    }

    private void addEvidence(int sequence, String commandId, String text, Map<String, String> more) {
        TextSeals.Sealed sealed =
                new ReversedTextSeals().seal(new TextSeals.Place(incident.getTenant(), commandId), text);
        Map<String, String> details = new HashMap<>(more);
        details.put("command_id", commandId);
        details.put(
                "sealed_text",
                Base64.getEncoder().encodeToString(sealed.ciphertext().array()));
        console.model.apply(Samples.evidence(incident.getIncidentId(), sequence, EvidenceType.command_accepted)
                .setDetails(details)
                .build());
    }

    private HttpResponse<String> delete(String path) {
        return console.send(HttpRequest.newBuilder(console.at(path))
                .header("Authorization", "Bearer " + console.token())
                .DELETE());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON, status " + answer.statusCode(), e);
        }
    }
}
