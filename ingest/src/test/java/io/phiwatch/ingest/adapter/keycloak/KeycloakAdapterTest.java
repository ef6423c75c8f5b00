package io.phiwatch.ingest.adapter.keycloak;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeycloakAdapterTest extends AdapterContract {
    private static final String EVENT = """
            {"id": "e-1", "time": 1778511659500, "type": "LOGIN_ERROR", "realmId": "patients", "clientId": "portal",
             "userId": "%4$s", "sessionId": "%1$s", "ipAddress": "203.0.113.9", "error": "invalid_user_credentials",
             "details": {"username": "%2$s", "redirect_uri": "https://p.example.org/cb?ssn=%1$s", "code_id": "%3$s"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String ADMIN = """
            {"id": "e-2", "time": 1778511659500, "operationType": "CREATE", "resourceType": "REALM_ROLE_MAPPING",
             "resourcePath": "users/%4$s/role-mappings/realm", "representation": "{\\"email\\":\\"%2$s\\"}",
             "authDetails": {"realmId": "master", "clientId": "%1$s", "userId": "u-7", "ipAddress": "203.0.113.9"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String LINE = "2026-05-11 15:00:59,500 WARN  [org.keycloak.events] (executor-thread-1) "
            + "type=\"LOGIN_ERROR\", realmId=\"r\", realmName=\"patients\", clientId=\"portal\", userId=\"null\", "
            + "ipAddress=\"203.0.113.9\", error=\"user_not_found\", redirect_uri=\"https://p.example.org/?a=b, c=d&ssn="
            + SSN + "\", username=\"" + EMAIL + "\"";
    private static final String SYSLOG =
            "<14>1 2026-05-11T17:00:59.500+02:00 host keycloak 1 org.keycloak.events - \uFEFF"
                    + LINE.replace("WARN", "INFO")
                            .replace("LOGIN_ERROR", "LOGIN")
                            .replace("error=\"user_not_found\", ", "");

    @Override
    protected Adapter adapter() {
        return new KeycloakAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(EVENT, ADMIN, "[" + EVENT + "," + ADMIN + "]", LINE, SYSLOG, LINE + "\n" + LINE);
    }

    private EventDraft user(String fields) {
        return event("{\"time\":1778511659500,\"realmName\":\"patients\"," + fields + "}");
    }

    @Test
    void readsAUserEvent() {
        EventDraft draft = event(EVENT);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.actionNative).isEqualTo("LOGIN_ERROR");
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.session).isEqualTo(Phi.of(SSN));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.attributes)
                .containsEntry("client", "portal")
                .containsEntry("error", "invalid_user_credentials");
        assertThat(revealed(draft)).contains("url ssn " + SSN);
    }

    @Test
    void readsAnAdminEvent() {
        EventDraft draft = event(ADMIN);

        assertThat(draft.action).isEqualTo(Action.grant);
        assertThat(draft.actionNative).isEqualTo("REALM_ROLE_MAPPING-CREATE");
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actor).isEqualTo(Phi.of("u-7"));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.objectPerson).isEqualTo(Phi.of(PERSON));
    }

    @Test
    void readsQuotedAndUnquotedLinesAlike() {
        String unquoted = LINE.replace("\"", "");

        for (String line : List.of(LINE, unquoted)) {
            EventDraft draft = event(line);
            assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
            assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
            assertThat(draft.objectPerson).isNull();
            assertThat(draft.attributes).containsEntry("error", "user_not_found");
        }
        assertThat(revealed(event(LINE))).contains("url ssn " + SSN);
    }

    @Test
    void believesTheOffsetOfSyslogBeforeTheLogsOwnTime() {
        EventDraft draft = event(SYSLOG);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.outcome).isEqualTo(Outcome.success);
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, login, , success",
        "LOGOUT, logout, , success",
        "UPDATE_TOTP, mfa_change, enabled, success",
        "REMOVE_TOTP, mfa_change, disabled, success",
        "REMOVE_TOTP_ERROR, mfa_change, disabled, failure",
        "UPDATE_CREDENTIAL, mfa_change, enabled, success",
        "REMOVE_CREDENTIAL, mfa_change, disabled, success",
        "UPDATE_PASSWORD, password_change, , success",
        "REGISTER, create, , success",
        "DELETE_ACCOUNT, delete, , success",
        "IMPERSONATE, other, , success",
        "SOMETHING_NEW, other, , success",
    })
    void mapsUserEvents(String type, Action action, String mfa, Outcome outcome) {
        EventDraft draft = user("\"type\":\"" + type + "\",\"userId\":\"u\"");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.attributes.get("mfa")).isEqualTo(mfa);
        assertThat(draft.outcome).isEqualTo(outcome);
    }

    @Test
    void tellsPasswordsFromSecondFactors() {
        assertThat(user("\"type\":\"UPDATE_CREDENTIAL\",\"details\":{\"credential_type\":\"password\"}").action)
                .isEqualTo(Action.password_change);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, USER, users/u, create",
        "UPDATE, USER, users/u, update",
        "DELETE, USER, users/u, delete",
        "ACTION, USER, users/u/reset-password, password_change",
        "DELETE, USER, users/u/credentials/c, mfa_change",
        "DELETE, CLIENT_ROLE_MAPPING, users/u/role-mappings/clients/c, revoke",
        "CREATE, GROUP_MEMBERSHIP, users/u/groups/g, grant",
        "UPDATE, REALM, , configure",
        "CREATE, CLIENT, clients/c, configure",
    })
    void mapsAdminEvents(String operation, String resource, String path, Action action) {
        EventDraft draft = user("\"operationType\":\"%s\",\"resourceType\":\"%s\",\"resourcePath\":\"%s\""
                .formatted(operation, resource, path == null ? "" : path));

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
    }

    @Test
    void namesTheRolesAndSeesWhoGrantsToThemselves() {
        String grant = "\"operationType\":\"CREATE\",\"resourceType\":\"REALM_ROLE_MAPPING\",\"resourcePath\":"
                + "\"users/u/role-mappings/realm\",\"representation\":\"[{\\\"name\\\":\\\"realm-admin\\\"}]\",\"userId\":\"%s\"";

        assertThat(user(grant.formatted("u")).attributes)
                .containsEntry("role", "realm-admin")
                .containsEntry("self", "true");
        assertThat(user(grant.formatted("boss")).attributes).containsEntry("self", "false");
        assertThat(user("\"type\":\"REMOVE_TOTP\",\"userId\":\"u\"").attributes).containsEntry("self", "true");
    }

    @ParameterizedTest
    @CsvSource({"false, disabled", "true, enabled"})
    void saysThatEventsAreNotRecordedAnyMore(String enabled, String audit) {
        EventDraft draft =
                user("\"operationType\":\"UPDATE\",\"resourceType\":\"REALM\",\"resourcePath\":\"events/config\","
                        + "\"representation\":\"{\\\"eventsEnabled\\\": " + enabled + "}\"");

        assertThat(draft.action).isEqualTo(Action.configure);
        assertThat(draft.attributes).containsEntry("audit", audit);
    }

    @ParameterizedTest
    @CsvSource({"master, staff", "clinic-staff, staff", "Administrators, staff", "patients, patient", "shop, patient"})
    void tellsStaffByTheRealm(String realm, ActorKind kind) {
        String body = "{\"time\":1778511659500,\"type\":\"LOGIN\",\"realmName\":\"" + realm + "\",\"userId\":\"u\"}";

        assertThat(event(body).actorKind).isEqualTo(kind);
    }

    @Test
    void readsJsonLogRecordsAndJsonLines() {
        String wrapped =
                "{\"timestamp\":\"2026-05-11T15:00:59.500Z\",\"message\":\"type=\\\"LOGIN\\\", username=\\\"ann\\\"\"}";

        assertThat(event(wrapped).actor).isEqualTo(Phi.of("ann"));
        assertThat(parse(wrapped + "\n" + wrapped)).hasSize(2).allMatch(item -> item instanceof Parsed.Event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "15:00:59,500 WARN  [org.keycloak.events] (executor-thread-1) type=LOGIN, userId=u",
                "type=\"LOGIN\", userId=\"u\"",
                "{\"type\":\"LOGIN\",\"userId\":\"u\"}",
            })
    void rejectsEventsWithoutADate(String body) {
        assertThat(rejection(parse(body))).isEqualTo(Parsed.Reason.MISSING_TIME);
    }

    @Test
    void rejectsWhatIsNoEvent() {
        assertThat(rejection(parse("2026-05-11 15:00:59,500 INFO [io.quarkus] started")))
                .isEqualTo(Parsed.Reason.MALFORMED_LINE);
        assertThat(rejection(parse("{\"time\":1778511659500}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
    }
}
