package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Surface;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API over real HTTP, with the topics played by the test. */
final class ConsoleApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dataDir;

    private TestConsole console;

    @BeforeEach
    void start() {
        console = new TestConsole(dataDir);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void listsIncidentsByFilter() {
        // Given
        console.model.apply(
                Samples.incident("a", Level.critical, IncidentStatus.open).build());
        console.model.apply(Samples.incident("b", Level.low, IncidentStatus.closed)
                .setSurfaces(List.of(Surface.checkout))
                .setTenant("beta")
                .setOpenedAt(Samples.NOW.minusSeconds(7_200))
                .build());

        // Then
        assertThat(entities("")).containsExactly("a", "b");
        assertThat(entities("?status=open")).containsExactly("a");
        assertThat(entities("?status=open,closed")).containsExactly("a", "b");
        assertThat(entities("?level=low")).containsExactly("b");
        assertThat(entities("?surface=checkout")).containsExactly("b");
        assertThat(entities("?tenant=acme")).containsExactly("a");
        assertThat(entities("?rule=bulk-patient-read&level=critical")).containsExactly("a");
        assertThat(entities("?rule=no-such-rule")).isEmpty();
        assertThat(entities("?from=2026-03-14T03:01:21Z")).containsExactly("a");
        assertThat(entities("?to=2026-03-14T03:01:21Z")).containsExactly("b");
    }

    @Test
    void pagesWithoutGapsWhileNewIncidentsComeIn() {
        // Given
        for (int i = 0; i < 5; i++) {
            console.model.apply(Samples.incident("actor-" + i, Level.high, IncidentStatus.open)
                    .setOpenedAt(Samples.NOW.minusSeconds(i / 2))
                    .build());
        }

        // When
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(console.getAsAdmin("/api/v1/incidents?limit=2&cursor=" + cursor));
            page.get("incidents")
                    .forEach(incident -> seen.add(incident.get("entity_id").asText()));
            cursor = page.get("next_cursor").asText("");
            console.model.apply(Samples.incident("news-" + seen.size(), Level.high, IncidentStatus.open)
                    .setOpenedAt(Samples.NOW.plusSeconds(60))
                    .build());
        } while (!cursor.isEmpty());

        // Then
        assertThat(seen).containsExactlyInAnyOrder("actor-0", "actor-1", "actor-2", "actor-3", "actor-4");
    }

    @Test
    void refusesParametersThatWouldFilterNothing() {
        assertThat(List.of("?levl=high", "?limit=0", "?limit=501", "?limit=x", "?from=yesterday", "?cursor=@@"))
                .allSatisfy(query -> {
                    HttpResponse<String> answer = console.getAsAdmin("/api/v1/incidents" + query);
                    assertThat(answer.statusCode()).as(query).isEqualTo(400);
                    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                    assertThat(json(answer).get("code").asText()).isEqualTo("bad_request");
                    assertThat(answer.body()).doesNotContain("levl", "yesterday");
                });
    }

    @Test
    void showsAnIncidentWithItsEvidenceInTheNamesOfTheSchema() {
        // Given
        Incident incident = open();
        console.model.apply(Samples.evidence(incident.getIncidentId(), 1, EvidenceType.incident_opened)
                .build());

        // When
        HttpResponse<String> answer = console.getAsAdmin("/api/v1/incidents/" + incident.getIncidentId());

        // Then
        JsonNode body = json(answer);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(body.get("opened_at").asText()).isEqualTo("2026-03-14T03:01:21Z");
        assertThat(body.get("level").asText()).isEqualTo("high");
        assertThat(body.get("acknowledged_at").isNull()).isTrue();
        assertThat(body.at("/alerts/0/hits").asLong()).isEqualTo(34);
        assertThat(body.at("/evidence/0/sources/0/topic").asText()).isEqualTo("phiwatch.access.portal");
        assertThat(body.at("/evidence/0/details/rule").asText()).isEqualTo("bulk-patient-read");
        assertThat(console.getAsAdmin("/api/v1/incidents/no-such").statusCode()).isEqualTo(404);
    }

    @Test
    void listsAlertsWithTheLastOneFirst() {
        console.model.apply(
                Samples.alert("old", Level.low, Samples.NOW.minusSeconds(60)).build());
        console.model.apply(Samples.alert("new", Level.high, Samples.NOW).build());

        JsonNode alerts = json(console.getAsAdmin("/api/v1/alerts")).get("alerts");

        assertThat(alerts.findValuesAsText("alert_id")).containsExactly("new", "old");
        assertThat(json(console.getAsAdmin("/api/v1/alerts?level=low"))
                        .at("/alerts/0/alert_id")
                        .asText())
                .isEqualTo("old");
    }

    @Test
    void waitsUntilACommandWasCarriedOut() {
        // Given
        Incident incident = open();
        answerWith(true, "");

        // When
        HttpResponse<String> answer = command(incident, "{\"type\":\"acknowledge\"}", "If-Match", "\"1\"");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(json(answer).get("status").asText()).isEqualTo("acknowledged");
        assertThat(console.commands).singleElement().satisfies(sent -> {
            assertThat(sent.getType()).isEqualTo(CommandType.acknowledge);
            assertThat(sent.getActor()).isEqualTo("admin");
            assertThat(sent.getRole()).isEqualTo("admin");
            assertThat(sent.getExpectedVersion()).isEqualTo(1);
            assertThat(sent.getRequestedAt()).isEqualTo(Samples.NOW);
        });
    }

    @Test
    void tellsWhyACommandWasRefused() {
        Incident incident = open();
        answerWith(false, "invalid_transition");

        HttpResponse<String> answer = command(incident, "{\"type\":\"close\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).get("code").asText()).isEqualTo("invalid_transition");
    }

    @Test
    void tellsWhoeverMayNotGiveACommandThatTheyMayNot() {
        Incident incident = open();
        answerWith(false, "forbidden");

        HttpResponse<String> answer = console.postAs(
                TestConsole.COUNSEL,
                "/api/v1/incidents/" + incident.getIncidentId() + "/commands",
                "{\"type\":\"resolve\"}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).get("code").asText()).isEqualTo("forbidden");
        assertThat(console.commands)
                .singleElement()
                .satisfies(command -> assertThat(command.getRole()).isEqualTo("legal"));
    }

    @Test
    void recordsTheCommandOfSomebodyWhoSawAnOlderVersionAndRefusesIt() {
        Incident incident = open();
        answerWith(false, "version_conflict");

        HttpResponse<String> answer = command(incident, "{\"type\":\"resolve\"}", "If-Match", "\"7\"");

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(console.commands)
                .singleElement()
                .satisfies(command -> assertThat(command.getExpectedVersion()).isEqualTo(7));
    }

    @Test
    void answersAConflictThatOnlyTheWriterNoticed() {
        Incident incident = open();
        answerWith(false, "version_conflict");

        assertThat(command(incident, "{\"type\":\"resolve\"}", "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void carriesARepeatedCommandOutOnceAndAnswersTheSame() {
        // Given
        Incident incident = open();
        answerWith(true, "");
        String[] headers = {"If-Match", "\"1\"", "Idempotency-Key", "night-shift-1"};

        // When
        HttpResponse<String> first = command(incident, "{\"type\":\"acknowledge\"}", headers);
        HttpResponse<String> second = command(incident, "{\"type\":\"acknowledge\"}", headers);

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(console.commands).hasSize(1);
    }

    @Test
    void assignsToAUserNameAndToNothingElse() {
        Incident incident = open();
        answerWith(true, "");

        assertThat(command(incident, "{\"type\":\"assign\",\"details\":{\"assignee\":\"r.diaz@acme.example\"}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(console.commands.getFirst().getDetails()).containsEntry("assignee", "r.diaz@acme.example");
        assertThat(List.of(
                        "{\"type\":\"assign\"}",
                        "{\"type\":\"assign\",\"details\":{\"assignee\":\"Jane Roe, born 1970\"}}",
                        "{\"type\":\"resolve\",\"details\":{\"note\":\"Jane\"}}",
                        "{\"type\":\"comment\"}",
                        "{\"type\":\"page_result\"}",
                        "{\"type\":",
                        "[]",
                        ""))
                .allSatisfy(body -> {
                    HttpResponse<String> answer = command(incident, body);
                    assertThat(answer.statusCode()).as(body).isEqualTo(400);
                    assertThat(answer.body()).doesNotContain("Jane");
                });
        assertThat(console.commands).hasSize(1);
    }

    @Test
    void knowsNoIncidentThatIsNotThere() {
        assertThat(console.postAsAdmin("/api/v1/incidents/none-1/commands", "{\"type\":\"resolve\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesBodiesThatAreTooLarge() {
        assertThat(command(open(), "x".repeat(100_000)).statusCode()).isEqualTo(413);
    }

    @Test
    @Timeout(20)
    void streamsWhatChanges() throws IOException, InterruptedException {
        // Given
        console.model.markCaughtUp();
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(console.at("/api/v1/stream"))
                                .header("Authorization", "Bearer " + console.token())
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines, "event: ")).isEqualTo("refresh");

            // When
            Incident incident = open();
            console.model.apply(Samples.alert("a-1", Level.high, Samples.NOW).build());
            console.model.apply(Samples.evidence(incident.getIncidentId(), 1, EvidenceType.incident_opened)
                    .build());

            // Then
            assertThat(next(lines, "event: ")).isEqualTo("incident");
            assertThat(JSON.readTree(next(lines, "data: ")).get("incident_id").asText())
                    .isEqualTo(incident.getIncidentId());
            assertThat(next(lines, "event: ")).isEqualTo("alert");
            assertThat(JSON.readTree(next(lines, "data: ")).get("rule_name").asText())
                    .isEqualTo("bulk-patient-read");
            assertThat(next(lines, "event: ")).isEqualTo("evidence");
        }
    }

    @Test
    void tellsAClientHowToAskForTheStream() {
        assertThat(console.getAsAdmin("/api/v1/stream").statusCode()).isEqualTo(406);
        assertThat(console.get("/api/v1/stream").statusCode()).isEqualTo(401);
    }

    @Test
    void describesEveryRouteAndNoOther() {
        // Given
        JsonNode paths = json(console.getAsAdmin("/api/v1/openapi.json")).get("paths");

        // When
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> served = console.console().server().unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint.method.name() + " " + route.endpoint.path)
                .filter(route -> route.contains("/api/") && !route.startsWith("BEFORE"))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(described).isEqualTo(served).isNotEmpty();
    }

    @Test
    void describesEveryFieldOfAnIncident() {
        JsonNode schemas = json(console.getAsAdmin("/api/v1/openapi.json")).at("/components/schemas");

        assertThat(names(schemas.at("/Incident/properties")))
                .containsExactlyInAnyOrderElementsOf(Incident.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
    }

    private Incident open() {
        Incident incident =
                Samples.incident("dr.lee", Level.high, IncidentStatus.open).build();
        console.model.apply(incident);
        return incident;
    }

    private void answerWith(boolean accepted, String reason) {
        console.onCommand((IncidentCommand command) -> console.model.apply(
                Samples.incident("dr.lee", Level.high, accepted ? IncidentStatus.acknowledged : IncidentStatus.open)
                        .setVersion(2)
                        .setLastCommand(Samples.result(command.getCommandId(), accepted, reason))
                        .build()));
    }

    private HttpResponse<String> command(Incident incident, String body, String... headers) {
        return console.postAsAdmin("/api/v1/incidents/" + incident.getIncidentId() + "/commands", body, headers);
    }

    private List<String> entities(String query) {
        return json(console.getAsAdmin("/api/v1/incidents" + query))
                .get("incidents")
                .findValuesAsText("entity_id");
    }

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    private static String next(BufferedReader lines, String field) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(field)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line of the stream").isNotNull();
        return line.substring(field.length());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON, status " + answer.statusCode(), e);
        }
    }
}
