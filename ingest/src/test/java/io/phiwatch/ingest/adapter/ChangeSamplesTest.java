package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.github.GithubAdapter;
import io.phiwatch.ingest.adapter.sbom.CyclonedxAdapter;
import io.phiwatch.ingest.adapter.ticket.JiraAdapter;
import io.phiwatch.ingest.adapter.ticket.ServicenowAdapter;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads recorded tickets, bills and audits, if the system property {@code phiwatch.samples} names a folder of them. */
final class ChangeSamplesTest {
    private static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");

    private Path samples;

    @BeforeEach
    void findSamples() {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        samples = Path.of(folder, "change-vendor");
    }

    @Test
    void readsEveryWebhookOfGithub() throws IOException {
        Map<String, String> read = new TreeMap<>();
        for (Path file : files("github")) {
            String event = file.getFileName().toString().split("__")[0];
            EventDraft draft = first(new GithubAdapter(), Map.of("X-GitHub-Event", event), Files.readAllBytes(file));
            assertThat(draft.actor != null || event.equals("security_advisory"))
                    .as("actor of %s", event)
                    .isTrue();
            read.put(
                    file.getFileName()
                            .toString()
                            .replaceAll("__|\\.?payload\\.json", " ")
                            .strip(),
                    draft.action.name());
        }

        assertThat(read)
                .containsEntry("member added", "grant")
                .containsEntry("deployment_status", "publish")
                .containsEntry("repository publicized", "share")
                .containsEntry("installation created", "install")
                .containsEntry("branch_protection_rule edited", "configure")
                .containsEntry("pull_request opened", "create");
    }

    @Test
    void readsEveryEntryOfTheAuditLogThatTellsItsTime() throws IOException {
        int read = 0;
        List<String> faults = new ArrayList<>();
        for (Path file : files("github-audit-log")) {
            for (JsonNode sample : JsonPayload.parse(Files.readAllBytes(file)).orElseThrow()) {
                JsonNode log = sample.path("log");
                boolean isAudit = log.has("actor") && (log.has("created_at") || log.has("@timestamp"));
                boolean isTimed = isAudit
                        && Stream.of("@timestamp", "at_sign_timestamp", "created_at")
                                .anyMatch(field -> Timestamps.parse(JsonPayload.text(log, field))
                                        .isPresent());
                Parsed parsed = new GithubAdapter()
                        .parse(delivery(Map.of(), JsonPayload.bytes(log)), source("github"))
                        .getFirst();
                if (parsed instanceof Parsed.Event event && event.draft().actor != null) {
                    read++;
                } else if (isTimed && log.has("action")) {
                    faults.add(file.getFileName() + ": " + JsonPayload.text(log, "action"));
                }
            }
        }

        assertThat(faults).isEmpty();
        assertThat(read).isGreaterThan(40);
    }

    @Test
    void readsEveryWebhookOfJira() throws IOException {
        for (Path file : files("jira")) {
            List<Parsed> parsed = parse(new JiraAdapter(), Map.of(), Files.readAllBytes(file));
            EventDraft draft = ((Parsed.Event) parsed.getFirst()).draft();

            assertThat(draft.actor).as("%s", file.getFileName()).isNotNull();
            assertThat(draft.objectId).as("%s", file.getFileName()).matches("[A-Z]+-\\d+");
            assertThat(draft.texts).as("%s", file.getFileName()).isNotEmpty();
            assertThat(parsed).as("%s", file.getFileName()).hasSize(2);
        }
    }

    @Test
    void readsChangesBillsAndAudits() throws IOException {
        EventDraft change = first(
                new ServicenowAdapter(),
                Map.of(),
                Files.readAllBytes(samples.resolve("servicenow/change_request_standard.json")));
        assertThat(change.action).isEqualTo(Action.approve);
        assertThat(change.time).isEqualTo(Instant.parse("2022-01-06T12:12:43Z"));
        for (Path file : files("sbom")) {
            List<Parsed> parsed = parse(new CyclonedxAdapter(), Map.of(), Files.readAllBytes(file));
            JsonNode bill = JsonPayload.parse(Files.readAllBytes(file)).orElseThrow();
            assertThat(parsed)
                    .as("%s", file.getFileName())
                    .hasSizeGreaterThan(bill.path("components").size());
        }
        List<Parsed> advisories = parse(
                new CyclonedxAdapter(),
                Map.of(),
                Files.readAllBytes(samples.resolve("composer/packagist_security_advisories.json")));
        assertThat(advisories).hasSize(4);
    }

    @Test
    void acceptsTheRecordedSignatures() throws IOException {
        JsonNode vectors = JsonPayload.parse(
                        Files.readAllBytes(samples.resolve("signature/github_derived_headers.json")))
                .orElseThrow();
        for (JsonNode vector : vectors.path("cases")) {
            byte[] body =
                    Files.readAllBytes(samples.resolve(vector.path("body_file").asText()));
            Map<String, String> headers = new TreeMap<>();
            vector.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));

            assertThat(new GithubAdapter()
                            .isAuthentic(
                                    delivery(headers, body),
                                    source("github", vector.path("secret").asText())))
                    .isTrue();
            assertThat(new GithubAdapter().isAuthentic(delivery(headers, body), source("github", "another")))
                    .isFalse();
        }
        assertThat(vectors.path("cases")).hasSize(3);
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(samples.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static EventDraft first(Adapter adapter, Map<String, String> headers, byte[] body) {
        return ((Parsed.Event) parse(adapter, headers, body).getFirst()).draft();
    }

    private static List<Parsed> parse(Adapter adapter, Map<String, String> headers, byte[] body) {
        List<Parsed> parsed = adapter.parse(delivery(headers, body), source(adapter.platform()));
        assertThat(parsed).isNotEmpty().noneMatch(item -> item instanceof Parsed.Rejected);
        return parsed;
    }

    private static Delivery delivery(Map<String, String> headers, byte[] body) {
        return new Delivery(body, headers, RECEIVED, "d");
    }

    private static Source source(String platform, String... secrets) {
        return new Source(
                "s",
                platform,
                "acme",
                Environment.production,
                Surface.admin,
                List.of(secrets),
                Duration.ofMinutes(10),
                Map.of());
    }
}
