package io.phiwatch.ingest.adapter.zoom;

import static io.phiwatch.ingest.adapter.JsonPayload.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ZoomAdapterTest extends AdapterContract {
    private static final String JOINED = """
            {"event": "meeting.participant_joined", "event_ts": 1778511659500, "download_token": "t",
             "payload": {"account_id": "acc", "object": {"uuid": "4A/+=", "id": 123, "host_id": "h-1",
              "topic": "Visit %1$s", "participant": {"user_id": "167", "user_name": "%2$s", "id": "%4$s",
               "email": "%2$s", "phone_number": "%3$s", "participant_uuid": "55", "ip_address": "203.0.113.9"}}}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String NOTE = """
            {"event": "clinical_notes.note_created", "event_ts": 1778511659500, "payload": {"account_id": "acc",
             "object": {"meeting_id": "%4$s", "note_id": "%1$s", "note_owner_user_id": "owner", "note_title": "%2$s"}}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String VALIDATION = "{\"event\":\"endpoint.url_validation\",\"event_ts\":1778511659500,"
            + "\"payload\":{\"plainToken\":\"%s\"}}";

    @Override
    protected Adapter adapter() {
        return new ZoomAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return signed(body, secret, RECEIVED);
    }

    @Override
    protected List<String> payloads() {
        return List.of(JOINED, NOTE);
    }

    private static Delivery signed(byte[] body, String secret, Instant sent) {
        String seconds = String.valueOf(sent.getEpochSecond());
        String signature = Signatures.hex(
                secret,
                ("v0:" + seconds + ":" + new String(body, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1));
        return new Delivery(
                body, Map.of("X-Zm-Signature", "v0=" + signature, "X-Zm-Request-Timestamp", seconds), RECEIVED, "d-1");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "-300, true", "-301, false", "300, true", "301, false"})
    void acceptsSignaturesOfTheLastFiveMinutes(long seconds, boolean expected) {
        Delivery delivery =
                signed(JOINED.getBytes(StandardCharsets.UTF_8), SECRET, RECEIVED.plus(Duration.ofSeconds(seconds)));

        assertThat(adapter().isAuthentic(delivery, source())).isEqualTo(expected);
    }

    @Test
    void acceptsOnlyLowerCaseHexOfVersionZero() {
        Delivery good = signed(JOINED);
        String signature = good.header("x-zm-signature").orElseThrow();
        String timestamp = good.header("x-zm-request-timestamp").orElseThrow();

        for (String other : List.of(
                signature.substring(3),
                "v0=" + signature.substring(3).toUpperCase(Locale.ROOT),
                "v1=" + signature.substring(3))) {
            Delivery delivery = new Delivery(
                    good.body(), Map.of("x-zm-signature", other, "x-zm-request-timestamp", timestamp), RECEIVED, "d");
            assertThat(adapter().isAuthentic(delivery, source())).isFalse();
        }
        assertThat(adapter().isAuthentic(good, source())).isTrue();
    }

    /** Recorded vectors, if the system property {@code phiwatch.samples} names a folder of them. */
    @Test
    void agreesWithPublishedVectors() throws IOException {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        Path samples = Path.of(folder, "telehealth");
        JsonNode published = JsonPayload.parse(
                        Files.readAllBytes(samples.resolve("zoom/signature/hmac_vectors_published.json")))
                .orElseThrow();
        JsonNode derived = JsonPayload.parse(Files.readAllBytes(samples.resolve("zoom/signature/derived_headers.json")))
                .orElseThrow();

        for (JsonNode vector : published) {
            byte[] body = JsonPayload.at(vector, "raw_body").asText().getBytes(StandardCharsets.UTF_8);
            assertThat(accepts(body, vector, text(vector, "secret_token")))
                    .as(text(vector, "case"))
                    .isEqualTo(text(vector, "expected").equals("valid"));
        }
        for (JsonNode vector : derived.path("cases")) {
            byte[] body = Files.readAllBytes(samples.resolve(text(vector, "body_file")));
            assertThat(accepts(body, vector.path("headers"), text(vector, "secret_token")))
                    .as(text(vector, "body_file"))
                    .isTrue();
        }
    }

    private boolean accepts(byte[] body, JsonNode headers, String secret) {
        String seconds = text(headers, "x-zm-request-timestamp");
        Map<String, String> sent =
                Map.of("x-zm-request-timestamp", seconds, "x-zm-signature", text(headers, "x-zm-signature"));
        Delivery delivery = new Delivery(body, sent, Instant.ofEpochSecond(Long.parseLong(seconds)), "d");
        Source source = source();
        return adapter()
                .isAuthentic(
                        delivery,
                        new Source(
                                source.id(),
                                source.platform(),
                                source.tenant(),
                                source.environment(),
                                source.surface(),
                                List.of(secret),
                                source.maxDelay(),
                                Map.of()));
    }

    @Test
    void answersAValidationRequest() {
        Delivery delivery = signed(VALIDATION.formatted("qgg8vlvZRS6UYooatFL8Aw"));

        assertThat(adapter().challenge(delivery, source()))
                .contains("{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\",\"encryptedToken\":\""
                        + Signatures.hex(SECRET, "qgg8vlvZRS6UYooatFL8Aw".getBytes(StandardCharsets.UTF_8)) + "\"}");
        assertThat(adapter().parse(delivery, source())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0:1778511660:{}", "a b", "a\\\"b", "é", "a:b"})
    void signsNothingThatCouldBeAMessage(String token) {
        assertThat(adapter().challenge(signed(VALIDATION.formatted(token)), source()))
                .isEmpty();
    }

    @Test
    void answersNoForgedValidationRequest() {
        byte[] body = VALIDATION.formatted("token").getBytes(StandardCharsets.UTF_8);

        assertThat(adapter().challenge(new Delivery(body, Map.of(), RECEIVED, "d"), source()))
                .isEmpty();
        assertThat(adapter().challenge(signed(body, "other"), source())).isEmpty();
        assertThat(adapter().challenge(signed(JOINED), source())).isEmpty();
    }

    @Test
    void readsAPatientJoining() {
        EventDraft draft = event(JOINED);

        assertThat(draft.time).isEqualTo(Instant.ofEpochMilli(1_778_511_659_500L));
        assertThat(draft.action).isEqualTo(Action.join);
        assertThat(draft.surface).isEqualTo(Surface.telehealth);
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.patients).containsExactly(Phi.of(EMAIL));
        assertThat(draft.objectType).isEqualTo("meeting");
        assertThat(draft.objectPerson).isEqualTo(Phi.of("4A/+="));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(revealed(draft)).containsExactly("body topic Visit " + SSN);
    }

    @Test
    void countsTheHostAsStaff() {
        EventDraft draft = event(JOINED.replace("\"host_id\": \"h-1\"", "\"host_id\": \"" + PERSON + "\""));

        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.patients).isEmpty();
    }

    @Test
    void readsTitlesOfNotesAsTexts() {
        EventDraft draft = event(NOTE);

        assertThat(draft.action).isEqualTo(Action.create);
        assertThat(draft.actor).isEqualTo(Phi.of("owner"));
        assertThat(revealed(draft)).containsExactly("body note_title " + EMAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "meeting.started, join, telehealth",
        "meeting.ended, leave, telehealth",
        "meeting.participant_left, leave, telehealth",
        "webinar.participant_joined, join, telehealth",
        "recording.started, record, telehealth",
        "recording.completed, record, telehealth",
        "session.recording_completed, record, telehealth",
        "phone.recording_deleted, delete, telehealth",
        "recording.trashed, delete, telehealth",
        "recording.recovered, restore, telehealth",
        "recording.renamed, update, telehealth",
        "meeting.summary_shared, share, telehealth",
        "meeting.chat_message_file_downloaded, download, telehealth",
        "meeting.live_streaming_started, transmit, telehealth",
        "user.signed_in, login, telehealth",
        "user.signed_out, logout, telehealth",
        "user.updated, update, admin",
        "user.settings_updated, configure, admin",
        "account.lock_settings_updated, configure, admin",
        "group.admin_added, grant, admin",
        "app_deauthorized, uninstall, admin",
        "something.entirely_new, other, telehealth",
    })
    void mapsEvents(String event, Action action, Surface surface) {
        EventDraft draft = event("{\"event\":\"" + event + "\",\"event_ts\":1778511659500,\"payload\":{}}");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.surface).isEqualTo(surface);
        assertThat(draft.actionNative).isEqualTo(event);
    }

    @Test
    void namesTheOperatorByAddressAndTheChangedSetting() {
        EventDraft draft = event("""
                {"event":"account.settings_updated","event_ts":1778511659500,"payload":{"operator":"Admin@example.org",
                 "operator_id":"o-1","object":{"settings":{"security":{"mfa":false,"x":1}}},
                 "old_object":{"settings":{"security":{"mfa":true,"x":1}}}}}""");

        assertThat(draft.actor).isEqualTo(Phi.of("admin@example.org"));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.attributes).containsEntry("setting", "security.mfa");
    }

    @Test
    void saysWhereAStreamGoes() {
        EventDraft draft = event("""
                {"event":"meeting.live_streaming_started","event_ts":1778511659500,"payload":{"object":{"live_streaming":
                 {"custom_live_streaming_settings":{"stream_url":"rtmp://Live.example.org/app"}}}}}""");

        assertThat(draft.destinationHost).isEqualTo("live.example.org");
        assertThat(draft.transportEncrypted).isFalse();
    }

    @Test
    void saysThatSigningInAsksForNoSecondFactorAnyMore() {
        EventDraft draft = event("""
                {"event":"account.settings_updated","event_ts":1778511659500,"payload":{"operator":"a@example.org",
                 "object":{"settings":{"a":{"b":true},"security":{"sign_in_with_two_factor_auth":"none"}}},
                 "old_object":{"settings":{"a":{"b":false},"security":{"sign_in_with_two_factor_auth":"all"}}}}}""");

        assertThat(draft.action).isEqualTo(Action.mfa_change);
        assertThat(draft.attributes)
                .containsEntry("mfa", "disabled")
                .containsEntry("setting", "a.b")
                .containsEntry("value", "on");
    }

    @Test
    void readsWhereARecordingIsKeptHowOldItIsAndHowItIsProtected() {
        EventDraft draft = event("""
                {"event":"recording.completed","event_ts":1778511659500,"payload":{"object":{"uuid":"u",
                 "host_email":"Dr@example.org","share_url":"https://zoom.example/s","password":"","auto_delete":true,
                 "recording_files":[{"file_size":3,"recording_start":"2026-05-01T15:00:00Z",
                  "download_url":"http://files.example.org/d"},{"file_size":4}]}}}""");

        assertThat(draft.action).isEqualTo(Action.record);
        assertThat(draft.objectType).isEqualTo("recording");
        assertThat(draft.session).isEqualTo(Phi.of("u"));
        assertThat(draft.bytes).isEqualTo(7);
        assertThat(draft.recordsCount).isEqualTo(2);
        assertThat(draft.destinationHost).isEqualTo("files.example.org");
        assertThat(draft.transportEncrypted).isFalse();
        assertThat(draft.attributes)
                .containsEntry("age_days", "10")
                .containsEntry("auto_delete", "true")
                .containsEntry("passcode", "false");
    }

    @Test
    void takesARefusedRegistrationForARefusedJoin() {
        EventDraft draft = event("""
                {"event":"meeting.registration_denied","event_ts":1778511659500,"payload":{"operator":"a@example.org",
                 "object":{"uuid":"u","registrant":{"id":"r","email":"Jane@example.org"}}}}""");

        assertThat(draft.action).isEqualTo(Action.join);
        assertThat(draft.outcome).isEqualTo(Outcome.denied);
        assertThat(draft.actor).isEqualTo(Phi.of("jane@example.org"));
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
    }

    @Test
    void knowsWhoRegisteredAndHowAVisitIsEncrypted() {
        assertThat(event(JOINED).attributes).containsEntry("registered", "false");
        assertThat(event(JOINED.replace("\"user_id\": \"167\"", "\"registrant_id\": \"r\"")).attributes)
                .containsEntry("registered", "true");
        assertThat(event("{\"event\":\"meeting.created\",\"event_ts\":1778511659500,\"payload\":{\"object\":"
                                + "{\"settings\":{\"encryption_type\":\"e2ee\"}}}}")
                        .attributes)
                .containsEntry("encryption", "e2ee")
                .doesNotContainKey("setting");
    }

    @Test
    void takesTheTimeOfADeauthorisationBeforeThatOfItsDelivery() {
        EventDraft draft = event(
                "{\"event\":\"app_deauthorized\",\"payload\":{\"deauthorization_time\":\"2026-05-11T10:00:00Z\"}}");

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T10:00:00Z"));
    }

    @Test
    void takesTheTimeOfTheRequestWithoutOneOfTheEvent() {
        String body = "{\"event\":\"app_deauthorized\",\"payload\":{}}";
        Delivery unsigned = new Delivery(body.getBytes(StandardCharsets.UTF_8), Map.of(), RECEIVED, "d");

        assertThat(event(body).time).isEqualTo(RECEIVED);
        assertThat(rejection(adapter().parse(unsigned, source()))).isEqualTo(Parsed.Reason.MISSING_TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"event\":\"jane@example.org\"}', UNKNOWN_TOPIC",
        "'{\"payload\":{}}', NOT_AN_EVENT",
        "'[1]', NOT_AN_EVENT",
        "'{', MALFORMED_JSON",
    })
    void rejectsWhatIsNoEvent(String body, Parsed.Reason reason) {
        assertThat(rejection(parse(body))).isEqualTo(reason);
    }
}
