package io.phiwatch.ingest.adapter.openemr;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenemrAdapterTest extends AdapterContract {
    private static final String ROW =
            """
            {"id": "%4$s", "date": "2026-05-11 11:00:59", "event": "patient-record-select", "category": "Patient",
             "user": "%2$s", "groupname": "Default", "comments": "%5$s", "user_notes": "call %3$s",
             "patient_id": "%4$s", "success": "1", "checksum": "", "crt_user": null, "log_from": "open-emr",
             "ip_address": "203.0.113.9", "method": "GET",
             "request_url": "https://emr.example.org/apis/fhir/Patient?identifier=%1$s"}""".formatted(SSN, EMAIL, PHONE, PERSON, base64("SELECT * FROM patient_data WHERE ss = '" + SSN + "'"));

    private Map<String, String> settings = Map.of("zone", "America/New_York");

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected Adapter adapter() {
        return new OpenemrAdapter();
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        String other = ROW.replace("\"id\": \"" + PERSON + "\"", "\"id\": 2");
        return List.of(
                ROW,
                "[" + ROW + "," + other + "]",
                ROW.replace("\n", " ") + "\n" + other.replace("\n", " "),
                ROW.replace("\"id\": \"" + PERSON + "\",", ""));
    }

    private EventDraft row(String event, String comments, String more) {
        return event("{\"id\":1,\"date\":\"2026-05-11 11:00:59\",\"event\":\"" + event
                + "\",\"user\":\"dr-lee\",\"comments\":\"" + base64(comments) + "\"" + more + "}");
    }

    @Test
    void readsWhoReadWhoseRecord() {
        EventDraft draft = event(ROW);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59Z"));
        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.actionNative).isEqualTo("patient-record-select");
        assertThat(draft.outcome).isEqualTo(Outcome.success);
        assertThat(draft.surface).isEqualTo(Surface.portal);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.objectType).isEqualTo("patient-record");
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(revealed(draft))
                .contains("url identifier " + SSN, "body user_notes call " + PHONE)
                .anyMatch(text -> text.startsWith("body comments SELECT") && text.contains(SSN));
    }

    @ParameterizedTest
    @CsvSource({
        "login, '', login",
        "logout, '', logout",
        "view, '', read",
        "patient-record-insert, '', create",
        "patient-record-update, '', update",
        "patient-record-delete, '', delete",
        "lab-results-select, '', read",
        "scheduling-insert, '', schedule",
        "scheduling-update, '', schedule",
        "scheduling-delete, '', delete",
        "scheduling-select, '', read",
        "order-insert, 'INSERT INTO prescriptions', prescribe",
        "order-update, 'UPDATE prescriptions', update",
        "security-administration-insert, 'INSERT INTO users', configure",
        "security-administration-insert, 'INSERT INTO gacl_groups_aro_map', grant",
        "security-administration-delete, 'DELETE FROM gacl_groups_aro_map', revoke",
        "security-administration-update, 'Audit Logging Disabled.', configure",
        "backup, '', backup",
        "ccda-export, '', export",
        "entirely-new, '', other",
    })
    void mapsEvents(String event, String comments, Action expected) {
        assertThat(row(event, comments, "").action).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"GET, read", "POST, create", "DELETE, delete"})
    void mapsMethodsOfTheApi(String method, Action expected) {
        assertThat(row("api", "", ",\"method\":\"" + method + "\"").action).isEqualTo(expected);
    }

    @Test
    void knowsExportsOfTheApiAndDisclosures() {
        EventDraft disclosure = event("{\"id\":1,\"date\":\"2026-05-11 11:00:59\",\"event\":\"disclosure-other\","
                + "\"user\":\"dr-lee\",\"recipient\":\"Jane\",\"description\":\"chart\",\"patient_id\":\"7\"}");

        assertThat(disclosure.action).isEqualTo(Action.export);
        assertThat(revealed(disclosure)).contains("body recipient Jane", "body comments chart");
        assertThat(row("api", "", ",\"method\":\"GET\",\"request_url\":\"/fhir/Group/1/$export\"").action)
                .isEqualTo(Action.export);
    }

    @Test
    void findsTheAddressOfALoginAmongItsWords() {
        EventDraft draft = row("login", "failure: 203.0.113.9. user password incorrect", ",\"success\":0");

        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(row("view", "at 203.0.113.9", "").clientAddress).isNull();
    }

    @Test
    void saysThatTheLogOrASecondFactorWasTakenAway() {
        assertThat(row("security-administration-update", "Audit Logging Disabled.", "").attributes)
                .containsEntry("audit", "disabled");
        assertThat(row("other-delete", "DELETE FROM login_mfa_registrations", "").attributes)
                .containsEntry("mfa", "disabled");
        assertThat(row("other-insert", "INSERT INTO login_mfa_registrations", "").attributes)
                .containsEntry("mfa", "enabled");
    }

    @Test
    void tellsPatientsOfThePortalFromStaff() {
        EventDraft draft = row("login", "", ",\"log_from\":\"patient-portal\",\"patient_id\":7");

        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.actor).isEqualTo(Phi.of("7"));
        assertThat(row("login", "", ",\"patient_id\":0").patients).isEmpty();
    }

    @Test
    void scansNoEncryptedComments() {
        assertThat(revealed(row("view", "cipher", ",\"encrypt\":\"Yes\""))).isEmpty();
    }

    @Test
    void takesTimesForUtcWithoutAZone() {
        settings = Map.of();

        assertThat(event(ROW).time).isEqualTo(Instant.parse("2026-05-11T11:00:59Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"event\":\"view\"}', MISSING_TIME",
        "'{\"date\":\"2026-05-11 11:00:59\"}', NOT_AN_EVENT",
        "'{', MALFORMED_JSON",
    })
    void rejectsWhatIsNoRow(String body, Parsed.Reason reason) {
        assertThat(rejection(parse(body))).isEqualTo(reason);
    }
}
