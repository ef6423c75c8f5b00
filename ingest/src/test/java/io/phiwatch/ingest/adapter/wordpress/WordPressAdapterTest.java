package io.phiwatch.ingest.adapter.wordpress;

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
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordPressAdapterTest extends AdapterContract {
    private static final String HISTORY = """
            {"id": 4711, "date_gmt": "2026-05-11 15:00:42", "logger": "SimpleUserLogger", "message_key": "user_role_updated",
             "message": "Changed role for %2$s, SSN %1$s", "initiator": "wp_user", "level": "info",
             "initiator_data": {"user_id": "3", "user_login": "anna"}, "ip_addresses": {"_server_remote_addr": "203.0.113.9"},
             "subsequent_occasions_count": 2,
             "context": {"edited_user_id": "%4$s", "edited_user_login": "%2$s", "new_role": "administrator",
               "old_role": "customer", "phone": "%3$s"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String ALERT = """
            {"id": 12, "alert_id": 1002, "created_on": "1778511642.4310", "client_ip": "203.0.113.9",
             "username": "%2$s", "user_agent": "Mozilla/5.0", "object": "user", "event_type": "failed-login",
             "message": "SSN %1$s phone %3$s", "meta_data": {"Attempts": 3, "TargetUserID": "%4$s"}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new WordPressAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(HISTORY, ALERT);
    }

    private EventDraft alert(String number, String more) {
        return event("{\"id\":1,\"alert_id\":" + number + ",\"created_on\":\"1778511642.4310\",\"username\":\"anna\","
                + "\"user_id\":3,\"user_roles\":[\"administrator\"]" + more + "}");
    }

    @Test
    void readsAChangeOfRoleInSimpleHistory() {
        EventDraft draft = event(HISTORY);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:42Z"));
        assertThat(draft.action).isEqualTo(Action.grant);
        assertThat(draft.actionNative).isEqualTo("user_role_updated");
        assertThat(draft.objectType).isEqualTo("role");
        assertThat(draft.objectPerson).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actor).isEqualTo(Phi.of("anna"));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.attributes)
                .containsEntry("role", "administrator")
                .containsEntry("old_role", "customer")
                .containsEntry("self", "false")
                .containsEntry("occasions", "2");
        assertThat(revealed(draft)).contains("body  Changed role for " + EMAIL + ", SSN " + SSN);
    }

    @Test
    void tellsWhoGrantedARoleToHimself() {
        EventDraft draft = event(HISTORY.replace("\"edited_user_id\": \"" + PERSON, "\"edited_user_id\": \"3"));

        assertThat(draft.attributes).containsEntry("self", "true");
    }

    @Test
    void readsAFailedLoginAndDoesNotNameWhoMayBeAPatient() {
        EventDraft draft = event(ALERT);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:42.431Z"));
        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.actor).isEqualTo(Phi.of(EMAIL));
        assertThat(draft.userAgent).isEqualTo(Phi.of("Mozilla/5.0"));
        assertThat(draft.surface).isNull();
    }

    @Test
    void takesLoginsForThoseOfStaffWhereOnlyStaffHasAccounts() {
        Source admin = new Source(
                "s",
                "wordpress",
                "acme",
                Environment.production,
                Surface.admin,
                List.of(SECRET),
                Duration.ZERO,
                Map.of());

        List<Parsed> parsed = adapter().parse(signed(ALERT.getBytes(StandardCharsets.UTF_8), SECRET), admin);

        assertThat(event(parsed).actorKind).isEqualTo(ActorKind.staff);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, login, user, success",
        "1001, logout, user, success",
        "1003, login, user, failure",
        "1004, login, user, denied",
        "4002, grant, role, success",
        "4009, revoke, role, success",
        "4004, password_change, user, success",
        "4026, grant, api_token, success",
        "5000, install, plugin, success",
        "5001, configure, plugin, success",
        "5003, uninstall, plugin, success",
        "5004, update, plugin, success",
        "5006, publish, theme, success",
        "5031, update, theme, success",
        "6004, update, core, success",
        "6034, delete, audit_log, success",
        "7801, configure, mfa_policy, success",
        "7808, mfa_change, 2fa, success",
        "7810, mfa_change, 2fa, success",
    })
    void readsNumbersOfWpActivityLog(String number, Action action, String type, Outcome outcome) {
        EventDraft draft = alert(number, "");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.objectType).isEqualTo(type);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actorRoles).containsExactly("administrator");
    }

    @Test
    void readsUnknownNumbersByObjectAndEventType() {
        EventDraft webhook = alert("9120", ",\"object\":\"woocommerce-webhook\",\"event_type\":\"created\"");
        EventDraft page = alert("2100", ",\"object\":\"post\",\"event_type\":\"opened\"");

        assertThat(webhook.action).isEqualTo(Action.connect);
        assertThat(webhook.objectType).isEqualTo("webhook");
        assertThat(page.action).isEqualTo(Action.read);
    }

    @Test
    void tellsWhichPluginChangedToWhichVersion() {
        EventDraft draft = alert(
                "5004",
                ",\"meta_data\":{\"PluginFile\":\"woocommerce/woocommerce.php\",\"OldVersion\":\"9.8.1\",\"NewVersion\":\"9.8.5\"}");

        assertThat(draft.objectId).isEqualTo("woocommerce");
        assertThat(draft.attributes)
                .containsEntry("version", "9.8.5")
                .containsEntry("previous_version", "9.8.1")
                .containsEntry("change", "updated");
    }

    @Test
    void tellsWhoseSecondFactorWasTurnedOff() {
        EventDraft own = alert("7810", "");
        EventDraft others = alert("7810", ",\"meta_data\":{\"TargetUsername\":\"bert\"}");

        assertThat(own.attributes).containsEntry("mfa", "disabled").containsEntry("self", "true");
        assertThat(others.attributes).containsEntry("self", "false");
    }

    @ParameterizedTest
    @CsvSource({
        "SimplePluginLogger, plugin_activated, configure, plugin, success, ''",
        "SimplePluginLogger, plugin_update_failed, update, plugin, failure, ''",
        "SimpleThemeLogger, theme_switched, publish, theme, success, ''",
        "SimpleCoreUpdatesLogger, core_auto_updated, update, core, success, ''",
        "SimpleOptionsLogger, option_updated, configure, config, success, ''",
        "SimpleUserLogger, user_login_failed, login, user, failure, ''",
        "SimpleUserLogger, user_admin_page_access_denied, read, page, denied, ''",
        "SimpleUserLogger, user_application_password_created, grant, api_token, success, ''",
        "SimpleExportLogger, created_export, export, export, success, ''",
        "SH_Privacy_Logger, data_erasure_request_added, create, privacy, success, erasure",
        "SH_Privacy_Logger, privacy_data_export_requested, other, privacy, success, access",
    })
    void readsMessagesOfSimpleHistory(
            String logger, String key, Action action, String type, Outcome outcome, String request) {
        EventDraft draft = event("{\"id\":1,\"date_gmt\":\"2026-05-11 15:00:42\",\"logger\":\"" + logger
                + "\",\"message_key\":\"" + key + "\",\"initiator_data\":{\"user_login\":\"anna\"}}");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.objectType).isEqualTo(type);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.attributes.getOrDefault("privacy_request", "")).isEqualTo(request);
    }

    @Test
    void readsRecordsOfStream() {
        EventDraft plugin = event(
                "{\"ID\":\"5\",\"created\":\"2026-05-11 15:00:42\",\"connector\":\"installer\","
                        + "\"context\":\"plugins\",\"action\":\"activated\",\"ip\":\"203.0.113.9\",\"user_id\":\"3\","
                        + "\"user_role\":\"administrator\",\"user_meta\":{\"user_login\":\"anna\"},\"meta\":{\"slug\":\"akismet/akismet.php\"}}");
        EventDraft role = event("{\"ID\":\"6\",\"created\":\"2026-05-11 15:00:42\",\"connector\":\"users\","
                + "\"context\":\"profiles\",\"action\":\"updated\",\"object_id\":\"8\",\"user_id\":\"3\","
                + "\"meta\":{\"new_role\":\"Shop_manager\",\"old_role\":\"Customer\"}}");

        assertThat(plugin.action).isEqualTo(Action.configure);
        assertThat(plugin.objectType).isEqualTo("plugin");
        assertThat(plugin.objectId).isEqualTo("akismet");
        assertThat(plugin.actor).isEqualTo(Phi.of("anna"));
        assertThat(role.action).isEqualTo(Action.grant);
        assertThat(role.attributes).containsEntry("role", "shop_manager").containsEntry("self", "false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set_user_role|\"target\":\"bert\",\"new_role\":\"administrator\"|grant|role|",
                "updated_user_meta|\"meta_key\":\"_two_factor_enabled_providers\",\"enabled\":false|mfa_change|2fa|disabled",
                "deleted_user_meta|\"meta_key\":\"_two_factor_provider\"|mfa_change|2fa|disabled",
                "added_user_meta|\"meta_key\":\"_two_factor_enabled_providers\",\"enabled\":true|mfa_change|2fa|enabled",
                "upgrader_process_complete|\"type\":\"plugin\",\"action\":\"update\"|update|plugin|",
                "upgrader_process_complete|\"type\":\"theme\",\"action\":\"install\"|install|theme|",
                "_core_updated_successfully|\"version\":\"6.8.1\"|update|core|",
                "wp_login_failed|\"ip\":\"203.0.113.9\"|login|user|",
            })
    void readsHooks(String hook, String more, Action action, String type, String mfa) {
        EventDraft draft =
                event("{\"hook\":\"" + hook + "\",\"time\":\"2026-05-11T15:00:42Z\",\"user\":\"anna\"," + more + "}");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.objectType).isEqualTo(type);
        assertThat(draft.attributes.get("mfa")).isEqualTo(mfa);
    }

    @Test
    void readsListsAndLines() {
        String compact = HISTORY.replace("\n", "");

        assertThat(parse("[" + HISTORY + "," + HISTORY.replace("4711", "4712") + "]"))
                .hasSize(2);
        assertThat(parse(compact + "\n" + compact.replace("4711", "4712") + "\n"))
                .hasSize(2);
    }

    @Test
    void rejectsWhatIsNoEntry() {
        assertThat(rejection(parse("{\"hello\":1}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse("{\"hook\":\"updated_user_meta\",\"meta_key\":\"color\"}")))
                .isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse(HISTORY.replace("2026-05-11 15:00:42", "soon"))))
                .isEqualTo(Parsed.Reason.MISSING_TIME);
        assertThat(rejection(parse("text"))).isEqualTo(Parsed.Reason.MALFORMED_JSON);
    }

    @Test
    void namesNoCustomerWhoseRoleChangesByWhatHeBuys() {
        EventDraft draft = event("{\"id\":1,\"alert_id\":4002,\"created_on\":\"1778511642\",\"username\":\"" + EMAIL
                + "\",\"user_roles\":[\"customer\"],\"meta_data\":{\"NewRole\":\"subscriber\"}}");

        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.surface).isEqualTo(Surface.admin);
    }
}
