package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who acts for one tenant sees nothing of another, and what they ask of it is refused and recorded. */
final class ConsoleTenantsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dataDir;

    private TestConsole console;
    private Incident theirs;
    private Incident others;

    @BeforeEach
    void start() {
        console = new TestConsole(dataDir);
        console.model.markCaughtUp();
        theirs = Samples.incident("dr.beta", Level.high, IncidentStatus.open)
                .setTenant("beta")
                .build();
        others = Samples.incident("dr.acme", Level.high, IncidentStatus.open).build();
        console.model.apply(theirs);
        console.model.apply(others);
        console.model.apply(Samples.alert("alert-beta", Level.high, Samples.NOW)
                .setTenant("beta")
                .build());
        console.model.apply(Samples.alert("alert-acme", Level.high, Samples.NOW).build());
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void listsHoldWhatIsOfTheirTenant() throws IOException {
        assertThat(values("/api/v1/incidents", "incident_id")).containsExactly(theirs.getIncidentId());
        assertThat(values("/api/v1/incidents?tenant=acme", "incident_id")).isEmpty();
        assertThat(values("/api/v1/alerts", "alert_id")).containsExactly("alert-beta");
        assertThat(JSON.readTree(console.getAs(TestConsole.BETA, "/api/v1/reports/response")
                                .body())
                        .at("/all/incidents")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anIncidentOfAnotherTenantIsNotThere() {
        String path = "/api/v1/incidents/" + others.getIncidentId();
        assertThat(List.of(path, path + "/evidence"))
                .allSatisfy(hidden -> assertThat(
                                console.getAs(TestConsole.BETA, hidden).statusCode())
                        .isEqualTo(404));
        assertThat(console.getAs(TestConsole.BETA, "/api/v1/incidents/" + theirs.getIncidentId())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pagesShowNothingOfAnotherTenant() {
        assertThat(console.getAs(TestConsole.BETA, "/").body())
                .contains("dr.beta")
                .doesNotContain("dr.acme");
        HttpResponse<String> page = console.getAs(TestConsole.BETA, "/incidents/" + others.getIncidentId());
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).doesNotContain("dr.acme");
    }

    @Test
    void aCommandToAnotherTenantGoesToTheWriterAndTheAnswerTellsNothingOfTheIncident() {
        // Given
        console.onCommand((IncidentCommand command) -> console.model.apply(Incident.newBuilder(others)
                .setVersion(2)
                .setLastCommand(Samples.result(command.getCommandId(), false, "wrong_tenant"))
                .build()));
        // When
        HttpResponse<String> answer = console.postAs(
                TestConsole.BETA,
                "/api/v1/incidents/" + others.getIncidentId() + "/commands",
                "{\"type\":\"resolve\"}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("\"code\":\"wrong_tenant\"", "on record")
                .doesNotContain("open");
        assertThat(console.commands)
                .singleElement()
                .satisfies(command -> assertThat(command.getTenants()).containsExactly("beta"));
    }

    @Test
    @Timeout(20)
    void theStreamTellsOfTheirTenantOnly() throws IOException, InterruptedException {
        // Given
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = stream(client)) {
            assertThat(next(lines, "event: ")).isEqualTo("refresh");
            // When
            console.model.apply(Incident.newBuilder(others).setVersion(3).build());
            console.model.apply(Samples.evidence(others.getIncidentId(), 1, EvidenceType.incident_opened)
                    .build());
            console.model.apply(
                    Samples.alert("more-acme", Level.high, Samples.NOW).build());
            console.model.apply(Incident.newBuilder(theirs).setVersion(3).build());
            // Then
            assertThat(next(lines, "data: ")).isEqualTo("{}");
            assertThat(next(lines, "data: ")).contains(theirs.getIncidentId());
        }
    }

    private BufferedReader stream(HttpClient client) throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(console.at("/api/v1/stream"))
                        .header("Authorization", "Bearer " + TestConsole.BETA.token())
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader lines, String field) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(field)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line of the stream").isNotNull();
        return line.substring(field.length());
    }

    private List<String> values(String path, String field) throws IOException {
        return new ArrayList<>(
                JSON.readTree(console.getAs(TestConsole.BETA, path).body()).findValuesAsText(field));
    }
}
