package io.phiwatch.ingest.adapter.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OktaAdapterTest extends AdapterContract {
    private static final String GRANT = """
            {"uuid": "u-1", "published": "2026-05-11T15:00:59.500Z", "eventType": "user.account.privilege.grant",
             "actor": {"id": "%4$s", "type": "User", "alternateId": "%2$s", "displayName": "%2$s"},
             "client": {"ipAddress": "203.0.113.9", "userAgent": {"rawUserAgent": "Browser %4$s"}},
             "authenticationContext": {"externalSessionId": "%1$s"}, "transaction": {"id": "%4$s"},
             "outcome": {"result": "SUCCESS", "reason": "by %3$s"},
             "target": [{"id": "t", "type": "User", "alternateId": "%4$s", "displayName": "%2$s"}],
             "debugContext": {"debugData": {"privilegeGranted": "Super administrator, Help Desk",
              "url": "/admin?q=%1$s"}}}""".formatted(SSN, EMAIL, PHONE, PERSON);

    private Map<String, String> settings = Map.of();

    @Override
    protected Adapter adapter() {
        return new OktaAdapter();
    }

    @Override
    protected Map<String, String> settings() {
        return settings;
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        String second = GRANT.replace("u-1", "u-2");
        return List.of(
                GRANT,
                GRANT.replace("\"uuid\": \"u-1\",", ""),
                "[" + GRANT + "," + second + "]",
                GRANT.replace("\n", " ") + "\n" + second.replace("\n", " "),
                "{\"eventType\":\"com.okta.event_hook\",\"data\":{\"events\":[" + GRANT + "," + second + "]}}");
    }

    private EventDraft of(String type, String more) {
        return event("{\"uuid\":\"u\",\"published\":\"2026-05-11T15:00:59Z\",\"eventType\":\"" + type
                + "\",\"actor\":{\"id\":\"a\",\"type\":\"User\",\"alternateId\":\"ann@example.org\"}" + more + "}");
    }

    @Test
    void readsWhoGaveWhatToWhom() {
        EventDraft draft = event(GRANT);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.action).isEqualTo(Action.grant);
        assertThat(draft.actionNative).isEqualTo("user.account.privilege.grant");
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.objectType).isEqualTo("user");
        assertThat(draft.objectPerson).isEqualTo(Phi.of(PERSON));
        assertThat(draft.patients).isEmpty();
        assertThat(draft.session).isEqualTo(Phi.of(SSN));
        assertThat(draft.transaction).isEqualTo(Phi.of(PERSON));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.attributes)
                .containsEntry("role", "super-administrator,help-desk")
                .containsEntry("self", "false")
                .doesNotContainKey("error");
        assertThat(revealed(draft)).contains("url q " + SSN);
    }

    @Test
    void seesWhoGrantsToThemselves() {
        String target = ",\"target\":[{\"type\":\"User\",\"alternateId\":\"Ann@example.org\"}]";

        assertThat(of("group.privilege.grant", target).attributes).containsEntry("self", "true");
    }

    @ParameterizedTest
    @CsvSource({
        "user.session.start, login",
        "user.authentication.auth_via_mfa, login",
        "user.authentication.auth_via_IDP, login",
        "user.authentication.sso, login",
        "user.session.end, logout",
        "user.account.update_password, password_change",
        "user.account.privilege.revoke, revoke",
        "user.session.impersonation.grant, grant",
        "group.user_membership.add, grant",
        "application.user_membership.remove, revoke",
        "application.lifecycle.create, install",
        "application.lifecycle.update, configure",
        "system.api_token.create, grant",
        "system.api_token.revoke, revoke",
        "policy.rule.update, configure",
        "zone.delete, configure",
        "system.agent.ad.agent_instance_added, configure",
        "event_hook.created, connect",
        "user.lifecycle.create, create",
        "user.lifecycle.suspend, revoke",
        "user.lifecycle.activate, update",
        "user.account.update_profile, update",
        "analytics.reports.export, export",
        "system.org.rate_limit.warning, other",
        "something.entirely.new, other",
    })
    void mapsTypes(String type, Action expected) {
        assertThat(of(type, "").action).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "user.mfa.factor.activate, enabled",
        "user.mfa.factor.deactivate, disabled",
        "user.mfa.factor.reset_all, disabled",
        "user.mfa.factor.suspend, disabled",
        "user.mfa.attempt_bypass, bypassed",
    })
    void saysWhatBecameOfASecondFactor(String type, String mfa) {
        EventDraft draft = of(type, "");

        assertThat(draft.action).isEqualTo(Action.mfa_change);
        assertThat(draft.attributes).containsEntry("mfa", mfa);
    }

    @ParameterizedTest
    @CsvSource({
        "user.session.start, SUCCESS, success, ",
        "user.session.start, FAILURE, failure, ",
        "user.session.start, DENY, denied, ",
        "user.session.start, CHALLENGE, failure, ",
        "policy.evaluate_sign_on, CHALLENGE, success, ",
        "user.account.lock, FAILURE, denied, ",
        "user.authentication.auth_via_mfa, SUCCESS, success, true",
        "user.authentication.auth_via_mfa, FAILURE, failure, ",
    })
    void mapsOutcomes(String type, String result, Outcome outcome, Boolean mfa) {
        EventDraft draft = of(type, ",\"outcome\":{\"result\":\"" + result + "\",\"reason\":\"LOCKED_OUT\"}");

        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.mfa).isEqualTo(mfa);
        assertThat(draft.attributes).containsEntry("error", "LOCKED_OUT");
    }

    @Test
    void countsPeopleAsPatientsWhereTheSourceSaysSo() {
        settings = Map.of("people", "patients");

        EventDraft login = of("user.session.start", "");
        EventDraft reset = of(
                "user.mfa.factor.reset_all", ",\"target\":[{\"type\":\"User\",\"alternateId\":\"bob@example.org\"}]");

        assertThat(login.actorKind).isEqualTo(ActorKind.patient);
        assertThat(login.surface).isNull();
        assertThat(reset.patients).containsExactly(Phi.of("bob@example.org"));
        assertThat(of("user.account.privilege.grant", "").actorKind).isEqualTo(ActorKind.staff);
    }

    @Test
    void tellsProgramsFromPeople() {
        String app = "{\"published\":\"2026-05-11T15:00:59Z\",\"eventType\":\"app.oauth2.token.grant\",\"actor\":"
                + "{\"type\":\"PublicClientApp\",\"alternateId\":\"app-1\"}}";

        assertThat(event(app).actorKind).isEqualTo(ActorKind.app);
        assertThat(event(app.replace("PublicClientApp", "SystemPrincipal")).actorKind)
                .isEqualTo(ActorKind.service);
        assertThat(event(app.replace("PublicClientApp", "User").replace("app-1", "system@okta.com")).actorKind)
                .isEqualTo(ActorKind.service);
    }

    @Test
    void keepsWhatOktaFindsSuspicious() {
        EventDraft draft = of(
                "user.session.start",
                ",\"securityContext\":{\"isProxy\":true},\"debugContext\":{\"debugData\":"
                        + "{\"threatSuspected\":\"true\",\"risk\":\"{level=HIGH, reasons=New Device}\"}}");

        assertThat(draft.attributes)
                .containsEntry("proxy", "true")
                .containsEntry("threat", "true")
                .containsEntry("risk", "high");
        assertThat(of("system.log_stream.lifecycle.deactivate", "").attributes).containsEntry("audit", "disabled");
    }

    @Test
    void readsFieldsThatALogStoreWroteInLowerCase() {
        EventDraft draft = event("{\"published\":\"2026-05-11 15:00:59.500\",\"eventtype\":\"user.session.start\","
                + "\"authenticationcontext\":{\"externalSessionId\":\"s-1\"}}");

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.500Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.session).isEqualTo(Phi.of("s-1"));
    }

    @Test
    void answersTheVerificationOfAHook() {
        Source source = source();
        Delivery asked = verification("Me_rShK8JHs-nbyYrWXCEoMGbM");

        assertThat(adapter().isAuthentic(asked, source)).isTrue();
        assertThat(adapter().challenge(asked, source)).contains("{\"verification\":\"Me_rShK8JHs-nbyYrWXCEoMGbM\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "<b>", "a b", "é"})
    void answersNothingThatIsNoToken(String token) {
        assertThat(adapter().challenge(verification(token), source())).isEmpty();
    }

    @Test
    void takesAnEventWithTheHeaderOfAVerificationForAnEvent() {
        Delivery event = new Delivery(
                GRANT.getBytes(StandardCharsets.UTF_8),
                Map.of("Authorization", SECRET, "X-Okta-Verification-Challenge", "token"),
                RECEIVED,
                "d");

        assertThat(adapter().challenge(event, source())).isEmpty();
    }

    private static Delivery verification(String token) {
        return new Delivery(
                new byte[0], Map.of("authorization", SECRET, "x-okta-verification-challenge", token), RECEIVED, "d");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"eventType\":\"user.session.start\"}', MISSING_TIME",
        "'{\"published\":\"2026-05-11T15:00:59Z\"}', NOT_AN_EVENT",
        "'{', MALFORMED_JSON",
    })
    void rejectsWhatIsNoEvent(String body, Parsed.Reason reason) {
        assertThat(rejection(parse(body))).isEqualTo(reason);
    }
}
