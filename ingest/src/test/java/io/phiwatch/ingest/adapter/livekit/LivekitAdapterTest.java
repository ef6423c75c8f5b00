package io.phiwatch.ingest.adapter.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LivekitAdapterTest extends AdapterContract {
    private static final String JOINED = """
            {"event": "participant_joined", "id": "EV_%4$s", "createdAt": "1778511659",
             "room": {"sid": "RM_%4$s", "name": "Visit %1$s", "metadata": "%2$s"},
             "participant": {"sid": "PA_1", "identity": "%4$s", "name": "%2$s", "metadata": "call %3$s",
              "kind": "STANDARD"}}""".formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String RECORDED = """
            {"event": "egress_ended", "id": "EV_2", "createdAt": "1778511659", "egressInfo": {"egressId": "%4$s",
             "roomId": "RM_%4$s", "roomName": "%2$s %3$s", "status": "EGRESS_COMPLETE", "fileResults": [
              {"filename": "visit-%1$s.mp4", "size": "1048576", "location": "https://Store.example.org/%4$s.mp4"}]}}""".formatted(SSN, EMAIL, PHONE, PERSON);

    private Map<String, String> settings = Map.of("staff_prefixes", "dr-, nurse-");

    @Override
    protected Adapter adapter() {
        return new LivekitAdapter();
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return with(body, token("HS256", claims(body, 300), secret));
    }

    @Override
    protected List<String> payloads() {
        return List.of(JOINED, RECORDED, JOINED.replace("\"id\": \"EV_" + PERSON + "\",", ""));
    }

    private static Delivery with(byte[] body, String token) {
        return new Delivery(body, Map.of("authorization", token), RECEIVED, "d-1");
    }

    private static String claims(byte[] body, long validSeconds) {
        long now = RECEIVED.getEpochSecond();
        return "{\"iss\":\"key-1\",\"nbf\":" + (now - 1) + ",\"exp\":" + (now + validSeconds) + ",\"sha256\":\""
                + LivekitToken.digest(body) + "\"}";
    }

    private static String token(String algorithm, String claims, String secret) {
        String head = url("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + '.' + url(claims);
        byte[] mac = Base64.getDecoder().decode(Signatures.base64(secret, head.getBytes(StandardCharsets.UTF_8)));
        return head + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] body() {
        return JOINED.getBytes(StandardCharsets.UTF_8);
    }

    private boolean isAuthentic(String claims) {
        return adapter().isAuthentic(with(body(), token("HS256", claims, SECRET)), source());
    }

    @Test
    void acceptsATokenWithOrWithoutTheWordBearer() {
        String token = token("HS256", claims(body(), 300), SECRET);

        assertThat(adapter().isAuthentic(with(body(), token), source())).isTrue();
        assertThat(adapter().isAuthentic(with(body(), "Bearer " + token), source()))
                .isTrue();
    }

    /** A recorded body and its published digest, if the system property {@code phiwatch.samples} names the folder. */
    @Test
    void agreesWithThePublishedDigest() throws IOException {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        byte[] body = Files.readAllBytes(Path.of(folder, "telehealth/livekit/room_started.json"));

        assertThat(LivekitToken.digest(body)).isEqualTo("CoEQz1chqJ9bnZRcORddjplkvpjmPujmLTR42DbefYI=");
    }

    @ParameterizedTest
    @CsvSource({"300, true", "-60, true", "-61, false", "-3600, false"})
    void acceptsATokenUntilItEnds(long validSeconds, boolean expected) {
        assertThat(isAuthentic(claims(body(), validSeconds))).isEqualTo(expected);
    }

    @Test
    void acceptsNoTokenThatIsForAnotherBodyOrForNone() {
        String other = claims("{}".getBytes(StandardCharsets.UTF_8), 300);
        String guest = claims(body(), 300).replace("sha256", "video");

        assertThat(isAuthentic(other)).isFalse();
        assertThat(isAuthentic(guest)).isFalse();
    }

    @Test
    void acceptsNoTokenWithoutAnEndOrBeforeItsTime() {
        String forEver = claims(body(), 300).replace("\"exp\"", "\"end\"");
        String early = claims(body(), 3600).replace("\"nbf\":1", "\"nbf\":2");

        assertThat(isAuthentic(forEver)).isFalse();
        assertThat(isAuthentic(early)).isFalse();
    }

    @Test
    void acceptsOnlyTheKeyOfTheSourceWhereOneIsSet() {
        settings = Map.of("api_key", "key-1");
        assertThat(isAuthentic(claims(body(), 300))).isTrue();

        settings = Map.of("api_key", "key-2");
        assertThat(isAuthentic(claims(body(), 300))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS512", "RS256", ""})
    void acceptsNoOtherAlgorithm(String algorithm) {
        String token = token(algorithm, claims(body(), 300), SECRET);

        assertThat(adapter().isAuthentic(with(body(), token), source())).isFalse();
        assertThat(adapter().isAuthentic(with(body(), token.substring(0, token.lastIndexOf('.') + 1)), source()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b", "....", "=.=.="})
    void survivesWhatIsNoToken(String header) {
        assertThat(adapter().isAuthentic(with(body(), header), source())).isFalse();
    }

    @Test
    void readsAPatientJoining() {
        EventDraft draft = event(JOINED);

        assertThat(draft.time).isEqualTo(Instant.ofEpochSecond(1_778_511_659L));
        assertThat(draft.action).isEqualTo(Action.join);
        assertThat(draft.surface).isEqualTo(Surface.telehealth);
        assertThat(draft.actor).isEqualTo(Phi.of(PERSON));
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.session).isEqualTo(Phi.of("RM_" + PERSON));
        assertThat(revealed(draft))
                .contains(
                        "body room_name Visit " + SSN, "body participant_name " + EMAIL, "body metadata call " + PHONE);
    }

    @Test
    void readsWhereARecordingWent() {
        EventDraft draft = event(RECORDED);

        assertThat(draft.action).isEqualTo(Action.record);
        assertThat(draft.objectType).isEqualTo("recording");
        assertThat(draft.objectPerson).isEqualTo(Phi.of(PERSON));
        assertThat(draft.session).isEqualTo(Phi.of("RM_" + PERSON));
        assertThat(draft.bytes).isEqualTo(1_048_576L);
        assertThat(draft.recordsCount).isEqualTo(1);
        assertThat(draft.destinationHost).isEqualTo("store.example.org");
        assertThat(draft.transportEncrypted).isTrue();
        assertThat(revealed(draft)).contains("filename filename visit-" + SSN + ".mp4");
    }

    @ParameterizedTest
    @CsvSource({
        "room_started, join, success",
        "room_finished, leave, success",
        "participant_left, leave, success",
        "participant_connection_aborted, leave, failure",
        "egress_started, record, success",
        "ingress_started, connect, success",
        "track_published, other, success",
        "something_new, other, success",
    })
    void mapsEvents(String event, Action action, Outcome outcome) {
        EventDraft draft = event("{\"event\":\"" + event + "\",\"createdAt\":\"1778511659\"}");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.actionNative).isEqualTo(event);
    }

    @Test
    void knowsStreamsFailuresSharedScreensAndEncryption() {
        EventDraft stream = event("{\"event\":\"egress_ended\",\"createdAt\":1778511659,\"egressInfo\":{\"status\":"
                + "\"EGRESS_FAILED\",\"streamResults\":[{\"url\":\"rtmp://live.example.org/x\"}]}}");
        EventDraft screen = event("{\"event\":\"track_published\",\"createdAt\":1778511659,\"track\":"
                + "{\"source\":\"SCREEN_SHARE\",\"encryption\":\"GCM\"}}");

        assertThat(stream.action).isEqualTo(Action.transmit);
        assertThat(stream.outcome).isEqualTo(Outcome.failure);
        assertThat(stream.destinationHost).isEqualTo("live.example.org");
        assertThat(stream.transportEncrypted).isFalse();
        assertThat(screen.action).isEqualTo(Action.share);
        assertThat(screen.attributes).containsEntry("encryption", "gcm");
        assertThat(event("{\"event\":\"track_published\",\"createdAt\":1778511659,\"track\":{\"sid\":\"t\"}}")
                        .attributes)
                .containsEntry("encryption", "none");
    }

    @Test
    void tellsStaffAndProgramsFromPatients() {
        assertThat(event(JOINED.replace(PERSON, "dr-lee")).actorKind).isEqualTo(ActorKind.staff);
        assertThat(event(JOINED.replace("STANDARD", "AGENT")).actorKind).isEqualTo(ActorKind.service);
        assertThat(event(JOINED.replace("\"sid\": \"PA_1\"", "\"permission\": {\"roomAdmin\": true}")).actorKind)
                .isEqualTo(ActorKind.staff);
        assertThat(event(JOINED.replace(PERSON, "dr-lee")).patients).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"event\":\"room_started\",\"room\":{\"creationTime\":\"1778511659\"}}', 1778511659000",
        "'{\"event\":\"participant_joined\",\"participant\":{\"joinedAt\":\"1778511659\"}}', 1778511659000",
        "'{\"event\":\"egress_ended\",\"egressInfo\":{\"endedAt\":\"1778511659500000000\"}}', 1778511659500",
    })
    void takesTheTimeOfWhatBeganWhereTheEventHasNone(String body, long millis) {
        assertThat(event(body).time).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"event\":\"room_finished\",\"room\":{\"creationTime\":\"1778511659\"}}', MISSING_TIME",
        "'{\"event\":\"room_started\",\"createdAt\":\"99999999999999999999\"}', MISSING_TIME",
        "'{\"event\":\"jane@example.org\"}', UNKNOWN_TOPIC",
        "'{\"room\":{}}', NOT_AN_EVENT",
        "'{', MALFORMED_JSON",
    })
    void rejectsWhatIsNoEvent(String body, Parsed.Reason reason) {
        assertThat(rejection(parse(body))).isEqualTo(reason);
    }
}
