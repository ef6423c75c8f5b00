package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.evidence.CanonicalEntry;
import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.EvidenceChain;
import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.evidence.EvidenceDraft.AlertFacts;
import io.phiwatch.alerting.evidence.archive.ArchiveVerdict.Intact;
import io.phiwatch.alerting.evidence.archive.ArchiveVerifier;
import io.phiwatch.alerting.evidence.tree.LedgerKeys;
import io.phiwatch.alerting.evidence.tree.MerkleProofs;
import io.phiwatch.alerting.evidence.tree.MerkleTree;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "5eed00ff";

    @TempDir
    private Path dataDir;

    private TestConsole console;
    private Incident incident;
    private ChainHead head;

    @BeforeEach
    void start() {
        console = new TestConsole(dataDir);
        incident = Samples.incident("dr.lee", Level.high, IncidentStatus.open).build();
        console.model.apply(incident);
        head = ChainHead.start(incident.getIncidentId());
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void showsEachEntryWithItsProof() {
        // Given
        append("first");
        append("second");
        append("third");
        sign();
        append("later than the head");
        // When
        JsonNode shown = json(console.getAsAdmin("/api/v1/incidents/" + incident.getIncidentId() + "/evidence"));
        // Then
        assertThat(shown.path("count").asInt()).isEqualTo(4);
        MerkleProofs.Root root = new MerkleProofs.Root(
                shown.at("/head/tree_size").asLong(),
                HexFormat.of().parseHex(shown.at("/head/root_hash").asText()));
        assertThat(shown.at("/head/matches").asBoolean()).isTrue();
        for (int i = 0; i < 3; i++) {
            JsonNode entry = shown.path("entries").get(i);
            List<byte[]> path = new ArrayList<>();
            entry.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
            byte[] leaf = MerkleTree.leafHash(CanonicalEntry.whole(console.evidence.topic.get(i)));
            assertThat(MerkleProofs.isIncluded(leaf, entry.path("leaf_index").asLong(), path, root))
                    .isTrue();
        }
        assertThat(shown.at("/entries/3/path").isNull()).isTrue();
    }

    @Test
    void pagesThroughTheChain() {
        // Given
        for (int i = 0; i < 5; i++) {
            append("entry " + i);
        }
        // When
        JsonNode page =
                json(console.getAsAdmin("/api/v1/incidents/" + incident.getIncidentId() + "/evidence?from=3&limit=2"));
        // Then
        assertThat(page.at("/entries/0/entry/sequence").asInt()).isEqualTo(3);
        assertThat(page.path("entries")).hasSize(2);
        assertThat(console.getAsAdmin("/api/v1/incidents/" + incident.getIncidentId() + "/evidence?limit=0")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.getAsAdmin("/api/v1/incidents/none/evidence").statusCode())
                .isEqualTo(404);
    }

    @Test
    void tellsAHeadThatIsNotOfThisTree() {
        // Given
        append("first");
        console.evidence.sign(console.model.ledger(), "ab".repeat(32), Samples.NOW);
        // When
        JsonNode heads = json(console.getAsAdmin("/api/v1/evidence/heads"));
        // Then
        assertThat(heads.at("/heads/0/matches").asBoolean(true)).isFalse();
    }

    @Test
    void provesThatOneTreeIsTheBeginningOfAnother() {
        // Given
        for (int i = 0; i < 6; i++) {
            append("entry " + i);
        }
        // When
        JsonNode proof = json(console.getAsAdmin("/api/v1/evidence/consistency?first=3&second=6"));
        // Then
        assertThat(proof.path("path"))
                .hasSize(console.model.ledger().consistency(3, 6).size());
        assertThat(console.getAsAdmin("/api/v1/evidence/consistency?first=7").statusCode())
                .isEqualTo(400);
    }

    @Test
    void givesThePublicKeyAndNeverThePrivateOne() {
        HttpResponse<String> answer = console.getAsAdmin("/api/v1/evidence/keys");
        assertThat(json(answer).at("/keys/0/public_key").asText()).isEqualTo(FakeEvidence.PAIR.publicPem());
        assertThat(answer.body()).doesNotContain("PRIVATE");
    }

    @Test
    void anExportIsRecordedAndThenVerifies() throws Exception {
        // Given
        append("first");
        answerWith(true, null);
        // When
        HttpResponse<byte[]> answer = export("{\"originals\":false}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ArchiveVerifier.verify(
                        answer.body(), LedgerKeys.byId(List.of(FakeEvidence.PAIR.publicPem())), List.of()))
                .isInstanceOfSatisfying(
                        Intact.class, intact -> assertThat(intact.entries()).isEqualTo(2));
        IncidentCommand command = console.commands.getFirst();
        assertThat(command.getType()).isEqualTo(CommandType.export_evidence);
        assertThat(command.getActor()).isEqualTo("admin");
        assertThat(command.getDetails()).containsEntry("originals", "no");
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).contains("Evidence exported");
    }

    @Test
    void anExportThatIsRefusedGivesNothingOut() throws Exception {
        // Given
        append("first");
        answerWith(false, "forbidden");
        // When
        HttpResponse<byte[]> answer = export("{\"originals\":true}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"code\":\"forbidden\"");
    }

    @Test
    void anOriginalIsOpenedOnceThatStandsInTheEvidence() {
        // Given
        console.evidence.seal(ref(), "{\"name\":\"somebody\"}");
        append("first");
        answerWith(true, null);
        // When
        HttpResponse<String> answer = console.post(
                "/api/v1/sealed/" + EVENT + "/open",
                "{\"reason\":\"complaint 17\"}",
                "Authorization",
                "Bearer " + TestConsole.CARLA.token());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"name\":\"somebody\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        IncidentCommand command = console.commands.getFirst();
        assertThat(command.getType()).isEqualTo(CommandType.open_sealed);
        assertThat(command.getActor()).isEqualTo("carla.ng");
        assertThat(command.getRole()).isEqualTo("compliance");
        assertThat(command.getIncidentId()).isEqualTo(incident.getIncidentId());
        assertThat(command.getDetails()).containsEntry("event_id", EVENT);
        assertThat(command.toString()).doesNotContain("complaint");
    }

    @Test
    void anOpeningIsAnAccessEventOfItsOwn() {
        // Given
        console.evidence.seal(ref(), "{\"name\":\"somebody\"}");
        console.evidence.events.put(EVENT, Samples.read(EVENT, "patient-token-1"));
        append("first");
        answerWith(true, null);
        // When
        console.postAs(TestConsole.CARLA, "/api/v1/sealed/" + EVENT + "/open", "{\"reason\":\"complaint 17\"}");
        // Then
        assertThat(console.accesses).singleElement().satisfies(event -> {
            assertThat(event.getTenant()).isEqualTo("acme");
            assertThat(event.getSurface()).isEqualTo(Surface.admin);
            assertThat(event.getAction()).isEqualTo(Action.read);
            assertThat(event.getOutcome()).isEqualTo(Outcome.success);
            assertThat(event.getActorId()).isEqualTo("carla.ng");
            assertThat(event.getActorKind()).isEqualTo(ActorKind.staff);
            assertThat(event.getObjectId()).isEqualTo(EVENT);
            assertThat(event.getPatients()).containsExactly("patient-token-1");
            assertThat(event.toString()).doesNotContain("complaint", "somebody");
        });
    }

    @Test
    void nothingIsOpenedWhereNobodyCanBeTold() {
        // Given
        console.evidence.seal(ref(), "{\"name\":\"somebody\"}");
        append("first");
        answerWith(true, null);
        console.failTrail();
        // When
        HttpResponse<String> answer =
                console.postAs(TestConsole.CARLA, "/api/v1/sealed/" + EVENT + "/open", "{\"reason\":\"r\"}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("somebody");
    }

    @Test
    void anOriginalStaysSealedWhereTheRecordWasRefused() {
        // Given
        console.evidence.seal(ref(), "{\"name\":\"somebody\"}");
        append("first");
        answerWith(false, "forbidden");
        // When
        HttpResponse<String> answer =
                console.postAsAdmin("/api/v1/sealed/" + EVENT + "/open", "{\"reason\":\"curious\"}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("somebody");
        assertThat(console.commands).hasSize(1);
        assertThat(console.accesses).extracting(AccessEvent::getOutcome).containsExactly(Outcome.denied);
    }

    @Test
    void needsAReasonAndAnEventThatAnIncidentRestsOn() {
        append("first");
        assertThat(console.postAsAdmin("/api/v1/sealed/" + EVENT + "/open", "{}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(console.postAsAdmin("/api/v1/sealed/unknown/open", "{\"reason\":\"r\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(console.commands).isEmpty();
    }

    @Test
    void saysThatAnOriginalIsPastItsRetention() {
        // Given
        append("first");
        answerWith(true, null);
        // Then
        assertThat(console.postAsAdmin("/api/v1/sealed/" + EVENT + "/open", "{\"reason\":\"r\"}")
                        .statusCode())
                .isEqualTo(410);
    }

    private void append(String summary) {
        append(new EvidenceDraft(
                EvidenceType.alert_raised,
                Samples.NOW,
                "phiwatch",
                summary,
                Map.of(),
                new AlertFacts("a1", Samples.NOW, Samples.NOW, List.of(ref()))));
    }

    private void append(EvidenceDraft draft) {
        EvidenceEntry entry = EvidenceChain.append(head, draft);
        head = ChainHead.of(entry);
        console.model.apply(entry);
        console.evidence.append(console.model.ledger(), entry);
    }

    private void sign() {
        String root = FakeEvidence.root(console.evidence.topic.stream()
                .map(entry -> MerkleTree.leafHash(CanonicalEntry.whole(entry)))
                .toList());
        console.evidence.sign(console.model.ledger(), root, Samples.NOW);
    }

    /** Plays the writer of incidents and the signer. */
    private void answerWith(boolean accepted, String reason) {
        console.onCommand(command -> {
            append(new EvidenceDraft(
                    accepted ? EvidenceType.command_accepted : EvidenceType.command_rejected,
                    Samples.NOW,
                    command.getActor(),
                    accepted ? "Evidence exported" : "refused",
                    Map.of("command", command.getType().name()),
                    null));
            sign();
            console.model.apply(Incident.newBuilder(incident)
                    .setVersion(incident.getVersion() + 1)
                    .setEvidenceCount(head.count())
                    .setEvidenceHead(head.hash())
                    .setLastCommand(Samples.result(command.getCommandId(), accepted, reason))
                    .build());
        });
    }

    private HttpResponse<byte[]> export(String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(console.at(
                                        "/api/v1/incidents/" + incident.getIncidentId() + "/evidence/exports"))
                                .header("Authorization", "Bearer " + console.token())
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static EventRef ref() {
        return EventRef.newBuilder()
                .setEventId(EVENT)
                .setEventTime(Samples.NOW)
                .setReceived(Samples.NOW)
                .setSourceId("fhir")
                .setTopic("phiwatch.access.portal")
                .setPartition(0)
                .setOffset(7)
                .setSealedPartition(0)
                .setSealedOffset(8L)
                .build();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
