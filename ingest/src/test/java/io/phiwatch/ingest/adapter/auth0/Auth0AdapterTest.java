package io.phiwatch.ingest.adapter.auth0;

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

final class Auth0AdapterTest extends AdapterContract {
    private static final String LOGIN = """
            {"log_id": "l-1", "data": {"date": "2026-05-11T15:00:59.500Z", "type": "fp", "connection": "Patients",
             "client_id": "%4$s", "client_name": "Portal", "ip": "203.0.113.9", "user_agent": "Browser %4$s",
             "user_id": "auth0|%4$s", "user_name": "%2$s", "session_id": "%1$s",
             "description": "Wrong password for %2$s, call %3$s"}}""".formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String OPERATION = """
            {"log_id": "l-2", "data": {"date": "2026-05-11T15:00:59.500Z", "type": "sapi", "user_id": "auth0|%4$s",
             "details": {"request": {"method": "get", "path": "/api/v2/users/auth0%%7C%4$s", "ip": "203.0.113.9",
              "query": {"q": "email:%2$s ssn %1$s"}, "auth": {"credentials": {"jti": "%3$s"},
              "user": {"email": "%2$s", "user_id": "auth0|%4$s"}}}, "response": {"statusCode": 200}}}}""".formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new Auth0Adapter();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("staff_connections", "clinic, helpdesk");
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(
                LOGIN,
                OPERATION,
                "[" + LOGIN + "," + OPERATION + "]",
                LOGIN.replace("\n", " ") + "\n" + OPERATION.replace("\n", " "),
                LOGIN.replace("\"log_id\": \"l-1\",", ""));
    }

    private EventDraft of(String type, String more) {
        return event("{\"date\":\"2026-05-11T15:00:59Z\",\"_id\":\"i\",\"type\":\"" + type + "\"" + more + "}");
    }

    private EventDraft request(String method, String path, String body, String response) {
        return of(
                "sapi",
                (",\"details\":{\"request\":{\"method\":\"%s\",\"path\":\"%s\",\"body\":%s,\"auth\":{\"user\":"
                                + "{\"email\":\"ann@example.org\",\"user_id\":\"auth0|ann\"}}},\"response\":%s}")
                        .formatted(method, path, body, response));
    }

    @Test
    void readsAFailedLogin() {
        EventDraft draft = event(LOGIN);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.actionNative).isEqualTo("fp");
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.surface).isNull();
        assertThat(draft.session).isEqualTo(Phi.of(SSN));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.objectPerson).isEqualTo(Phi.of("auth0|" + PERSON));
        assertThat(draft.attributes).containsEntry("client", "portal").containsEntry("connection", "patients");
        assertThat(revealed(draft)).anyMatch(text -> text.startsWith("body description ") && text.contains(PHONE));
    }

    @Test
    void readsWhoLookedAtAUser() {
        EventDraft draft = event(OPERATION);

        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.actionNative).isEqualTo("sapi/GET");
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.objectPerson).isEqualTo(Phi.of("auth0|" + PERSON));
        assertThat(draft.patients).containsExactly(Phi.of("auth0|" + PERSON));
        assertThat(revealed(draft)).anyMatch(text -> text.startsWith("url q ") && text.contains(SSN));
    }

    @ParameterizedTest
    @CsvSource({
        "s, login, success, ",
        "fu, login, failure, ",
        "limit_wc, login, denied, ",
        "pwd_leak, login, denied, ",
        "gd_auth_failed, login, failure, ",
        "gd_auth_rejected, login, denied, ",
        "slo, logout, success, ",
        "flo, logout, failure, ",
        "ss, create, success, ",
        "scp, password_change, success, ",
        "fcp, password_change, failure, ",
        "sdu, delete, success, ",
        "gd_enrollment_complete, mfa_change, success, enabled",
        "gd_unenroll, mfa_change, success, disabled",
        "gd_send_pn, other, success, ",
        "fsa, other, failure, ",
        "entirely_new, other, success, ",
    })
    void mapsTypes(String type, Action action, Outcome outcome, String mfa) {
        EventDraft draft = of(type, ",\"user_name\":\"bob\"");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.attributes.get("mfa")).isEqualTo(mfa);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v2/users, search",
        "GET, /api/v2/users/auth0|x, read",
        "POST, /api/v2/users, create",
        "PATCH, /api/v2/users/auth0|x, update",
        "DELETE, /api/v2/users/auth0|x, delete",
        "DELETE, /api/v2/users/auth0|x/authenticators, mfa_change",
        "DELETE, /api/v2/guardian/enrollments/dev_1, mfa_change",
        "POST, /api/v2/users/auth0|x/roles, grant",
        "DELETE, /api/v2/users/auth0|x/permissions, revoke",
        "POST, /api/v2/client-grants, grant",
        "POST, /api/v2/organizations/org_1/invitations, grant",
        "POST, /api/v2/jobs/users-exports, export",
        "POST, /api/v2/tickets/password-change, password_change",
        "POST, /api/v2/clients, install",
        "POST, /api/v2/clients/c/rotate-secret, configure",
        "DELETE, /api/v2/clients/c, uninstall",
        "POST, /api/v2/integrations/installed, install",
        "POST, /api/v2/log-streams, connect",
        "PUT, /v2/attack-protection/brute-force-protection, configure",
        "PATCH, /api/v2/tenants/settings, configure",
    })
    void mapsRequestsToTheManagementApi(String method, String path, Action expected) {
        EventDraft draft = request(method, path, "{}", "{\"statusCode\":200}");

        assertThat(draft.action).isEqualTo(expected);
        assertThat(draft.actor).isEqualTo(Phi.of("ann@example.org"));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v2/guardian/policies, '{\"body\":[]}', disabled",
        "PUT, /api/v2/guardian/policies, '{\"body\":[\"all-applications\"]}', enabled",
        "PUT, /api/v2/guardian/factors/sms, '{\"body\":{\"enabled\":false}}', disabled",
        "PUT, /api/v2/guardian/factors/sms, '{\"body\":{\"enabled\":true}}', enabled",
        "DELETE, /api/v2/users/auth0|x/multifactor/guardian, '{}', disabled",
        "POST, /api/v2/users/auth0|x/authentication-methods, '{}', enabled",
    })
    void saysWhatBecameOfSecondFactors(String method, String path, String response, String mfa) {
        EventDraft draft = request(method, path, "{}", response);

        assertThat(draft.action).isEqualTo(Action.mfa_change);
        assertThat(draft.attributes).containsEntry("mfa", mfa);
    }

    @Test
    void namesTheSettingAndItsSwitch() {
        EventDraft draft = request(
                "patch", "/api/v2/attack-protection/bot-detection", "{}", "{\"body\":{\"a\":false,\"b\":false}}");

        assertThat(draft.attributes)
                .containsEntry("setting", "attack-protection/bot-detection")
                .containsEntry("value", "off");
    }

    @ParameterizedTest
    @CsvSource({"200, success", "400, failure", "401, denied", "403, denied"})
    void believesTheAnswer(int status, Outcome expected) {
        assertThat(request("PATCH", "/api/v2/tenants/settings", "{}", "{\"statusCode\":" + status + "}").outcome)
                .isEqualTo(expected);
    }

    @Test
    void seesWhoChangesTheirOwnRights() {
        assertThat(request("POST", "/api/v2/users/auth0%7Cann/roles", "{\"roles\":[\"Clinic Admin\"]}", "{}")
                        .attributes)
                .containsEntry("self", "true")
                .containsEntry("role", "clinic-admin");
        assertThat(request("POST", "/api/v2/users/auth0|bob/roles", "{}", "{}").attributes)
                .containsEntry("self", "false");
        assertThat(request(
                                "PATCH",
                                "/api/v2/tenants/invitations/i",
                                "{\"state\":\"accepted\",\"user\":{\"id\":\"auth0|ann\"}}",
                                "{}")
                        .attributes)
                .doesNotContainKey("self");
    }

    @Test
    void saysWhereALogStreamGoesAndThatItWasLost() {
        EventDraft created = request(
                "POST", "/api/v2/log-streams", "{\"sink\":{\"httpEndpoint\":\"http://Tap.example.org/x\"}}", "{}");

        assertThat(created.destinationHost).isEqualTo("tap.example.org");
        assertThat(created.transportEncrypted).isFalse();
        assertThat(request("DELETE", "/api/v2/log-streams/lst_1", "{}", "{}").attributes)
                .containsEntry("audit", "disabled");
        assertThat(request("PATCH", "/api/v2/log-streams/lst_1", "{\"status\":\"paused\"}", "{}").attributes)
                .containsEntry("audit", "disabled");
    }

    @Test
    void tellsStaffByTheirConnection() {
        assertThat(of("s", ",\"user_name\":\"ann\",\"connection\":\"clinic\"").actorKind)
                .isEqualTo(ActorKind.staff);
        assertThat(of("s", ",\"user_name\":\"ann\",\"user_id\":\"samlp|helpdesk|ann\"").actorKind)
                .isEqualTo(ActorKind.staff);
        assertThat(of("s", ",\"user_name\":\"ann\",\"connection\":\"patients\"").actorKind)
                .isEqualTo(ActorKind.patient);
        assertThat(of("seccft", ",\"client_id\":\"app-1\"").actorKind).isEqualTo(ActorKind.app);
    }

    @Test
    void knowsTheSecondFactorOfALoginWhereTheStepsAreListed() {
        assertThat(of("s", "").mfa).isNull();
        assertThat(of("s", ",\"details\":{\"prompts\":[{\"name\":\"login\"}]}").mfa)
                .isFalse();
        assertThat(of("s", ",\"details\":{\"prompts\":[{\"name\":\"login\"},{\"name\":\"mfa-push\"}]}").mfa)
                .isTrue();
        assertThat(of("gd_auth_succeed", "").mfa).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"data\":{\"type\":\"s\"}}', MISSING_TIME",
        "'{\"data\":{\"date\":\"2026-05-11T15:00:59Z\"}}', NOT_AN_EVENT",
        "'{', MALFORMED_JSON",
    })
    void rejectsWhatIsNoLog(String body, Parsed.Reason reason) {
        assertThat(rejection(parse(body))).isEqualTo(reason);
    }
}
