package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.launcher.command.rules.Cli;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of a real incident: signed, carried out, exported, verified offline, broken, and its originals opened. */
final class EvidenceIT {
    private static final String CARLAS_TOKEN = "carla-has-a-token-of-her-own";

    @TempDir
    private Path folder;

    @Test
    void evidenceIsExportedAndVerifiedAndOriginalsAreOpenedOnRecord() throws Exception {
        Path published = folder.resolve("heads.jsonl");
        Path config = Files.writeString(
                RunningPhiwatch.config(folder), """
                evidence:
                  head_every: 1s
                  heads: [{kind: file, path: %s}]
                console:
                  users: [{name: carla.ng, role: compliance, token: %s}]
                """.formatted(published, CARLAS_TOKEN), StandardOpenOption.APPEND);
        Path token = Files.writeString(folder.resolve("carla-token"), CARLAS_TOKEN);
        Path data = folder.resolve("data");
        Path archive = folder.resolve("evidence.zip");
        Path key = data.resolve("keys").resolve("ledger-public.pem");
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(data, config)) {
            String incident = Attacks.bulkRead(phiwatch, "dr.lee");
            List<Object> setup = List.of("--config", config, "--data", data);

            // When
            String event = phiwatch.api("/api/v1/incidents/" + incident)
                    .findValuesAsText("event_id")
                    .getFirst();
            Cli.Ran refused = run(setup, "sealed", "open", event, "--reason", "curious");
            Cli.Ran opened = run(setup, "sealed", "open", event, "--reason", "complaint 17", "--token-file", token);
            forgetWhatIsPastItsRetention(phiwatch, event);
            Cli.Ran reopened = run(setup, "sealed", "open", event, "--reason", "review", "--token-file", token);
            Cli.Ran refusedExport = run(setup, "evidence", "export", incident, "-o", archive, "--originals");
            Cli.Ran exported =
                    run(setup, "evidence", "export", incident, "-o", archive, "--originals", "--token-file", token);
            Cli.Ran handed =
                    run(setup, "evidence", "handover", incident, "--archive", archive, "--to", "outside-counsel");

            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("Your role may not do that");
            assertThat(opened.exitCode()).as(opened.err()).isZero();
            assertThat(opened.out()).contains("AuditEvent", "patient-");
            assertThat(reopened.exitCode()).as(reopened.err()).isZero();
            assertThat(reopened.out()).isEqualTo(opened.out());
            assertTheOpeningsAreAccessEvents(phiwatch, event);
            assertThat(refusedExport.exitCode()).isEqualTo(1);
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertThat(handed.exitCode()).as(handed.err()).isZero();
            assertRecorded(phiwatch, incident, event);
            phiwatch.await(Duration.ofSeconds(30), "heads carried out", () -> lines(published) > 0);
            assertHeadsAreOfTheTree(phiwatch);
            assertThat(phiwatch.log()).doesNotContain("complaint", "curious", "PRIVATE KEY");
        }

        // Then: with neither broker nor configuration
        assertThat(Cli.run("evidence", "verify", archive, "--key", key, "--heads", published))
                .satisfies(ran -> assertThat(ran.exitCode()).as(ran.out()).isZero())
                .satisfies(ran -> assertThat(ran.out()).startsWith("intact: "));
        assertFlipIsNamed(archive);
        String text = Files.readString(archive, StandardCharsets.ISO_8859_1);
        assertThat(text)
                .contains("\"command\":\"open_sealed\"", "originals.jsonl", "\"ciphertext\":")
                .doesNotContain("complaint 17", "patient-1\"");
    }

    /** As when thirty and ninety days have gone by: only what evidence copied is left. */
    private static void forgetWhatIsPastItsRetention(RunningPhiwatch phiwatch, String event) throws Exception {
        phiwatch.await(
                Duration.ofSeconds(30),
                "copies of event and original",
                () -> phiwatch.read(RunningPhiwatch.TOPICS.evidenceCopies()).stream()
                                .filter(copy -> copy.get(copy.getSchema()
                                                .getField("event_id")
                                                .pos())
                                        .equals(event))
                                .map(Object::getClass)
                                .distinct()
                                .count()
                        == 2);
        try (Admin admin = Admin.create(phiwatch.clients())) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (Topic<?> topic :
                    List.of(RunningPhiwatch.TOPICS.sealed(), RunningPhiwatch.TOPICS.access(Surface.portal))) {
                admin.describeTopics(List.of(topic.name()))
                        .allTopicNames()
                        .get()
                        .get(topic.name())
                        .partitions()
                        .forEach(partition -> all.put(
                                new TopicPartition(topic.name(), partition.partition()),
                                RecordsToDelete.beforeOffset(-1)));
            }
            admin.deleteRecords(all).all().get();
        }
    }

    private static void assertTheOpeningsAreAccessEvents(RunningPhiwatch phiwatch, String event) {
        List<AccessEvent> openings = phiwatch.read(RunningPhiwatch.TOPICS.access(Surface.admin)).stream()
                .filter(AccessEvent.class::isInstance)
                .map(AccessEvent.class::cast)
                .filter(access -> event.equals(access.getObjectId()))
                .toList();
        assertThat(openings)
                .extracting(access -> access.getActorId() + ' ' + access.getOutcome())
                .containsExactlyInAnyOrder("admin denied", "carla.ng success", "carla.ng success");
        assertThat(openings)
                .allSatisfy(access -> assertThat(access.getPatients())
                        .singleElement()
                        .asString()
                        .doesNotContain("patient-"));
    }

    private static void assertRecorded(RunningPhiwatch phiwatch, String incident, String event) {
        List<String> recorded = new ArrayList<>();
        phiwatch.api("/api/v1/incidents/" + incident + "/evidence?limit=500")
                .path("entries")
                .forEach(entry -> {
                    JsonNode details = entry.at("/entry/details");
                    if (details.has("asked_for")) {
                        recorded.add(entry.at("/entry/actor").asText() + " asked for "
                                + details.path("asked_for").asText());
                    }
                    if (!details.path("command").isMissingNode()) {
                        recorded.add(entry.at("/entry/actor").asText()
                                + ' '
                                + details.path("command").asText()
                                + ' '
                                + details.path("reason").asText("done")
                                + details.path("event_id").asText());
                    }
                });
        assertThat(recorded)
                .containsSubsequence(
                        "admin open_sealed forbidden",
                        "admin asked for " + event,
                        "carla.ng open_sealed done" + event,
                        "carla.ng open_sealed done" + event,
                        "admin export_evidence forbidden",
                        "carla.ng export_evidence done",
                        "admin hand_over_evidence done");
    }

    private static void assertHeadsAreOfTheTree(RunningPhiwatch phiwatch) {
        assertThat(phiwatch.api("/api/v1/evidence/heads").path("heads"))
                .isNotEmpty()
                .allSatisfy(head -> assertThat(head.path("matches").asText()).isNotEqualTo("false"));
    }

    private static void assertFlipIsNamed(Path archive) throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\"sequence\":3");
        bytes[text.indexOf("\"summary\":\"", at) + "\"summary\":\"".length()] ^= 1;
        Path broken = Files.write(archive.resolveSibling("broken.zip"), bytes);

        Cli.Ran ran = Cli.run("evidence", "verify", broken, "--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.document().path("entry").asInt()).isEqualTo(3);
        assertThat(ran.document().path("reason").asText()).isEqualTo("wrong_hash");
    }

    private static Cli.Ran run(List<Object> setup, Object... command) {
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(setup);
        return Cli.run(arguments.toArray());
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
