package io.phiwatch.ingest.adapter.magento;

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
import org.junit.jupiter.params.provider.ValueSource;

final class MagentoAdapterTest extends AdapterContract {
    private static final String ORDER = """
            {"specversion": "1.0", "id": "0f6d1d1e-3a3c-4a0e-8a53-7d3b8a1f0a11",
             "type": "com.adobe.commerce.observer.sales_order_save_commit_after", "time": "2026-05-11T15:00:42.436Z",
             "recipient_client_id": "client", "data": {"key": "k", "source": "shop.Stage", "value": {
               "entity_id": 31, "customer_id": %4$s, "customer_email": "%2$s", "customer_note": "SSN %1$s",
               "remote_ip": "203.0.113.9", "created_at": "2026-05-11 15:00:40", "updated_at": "2026-05-11 15:00:40",
               "status": "pending", "addresses": [{"telephone": "%3$s"}],
               "custom_attributes": [{"attribute_code": "mrn", "value": "00482913"}],
               "payment": {"method": "braintree"}, "request": {"path_info": "/rest/V1/orders?email=%2$s"}}}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String ROW = """
            {"log_id": 77, "ip": "198.51.100.7", "x_forwarded_ip": "203.0.113.9, 192.0.2.44", "time": "2026-05-11 15:00:42",
             "event_code": "customers", "action": "view", "info": "%4$s", "status": "success", "user": "anna.admin",
             "user_id": 3, "fullaction": "customer_index_edit", "error_message": null,
             "changes": [{"field_name": "email", "old_value": "%2$s", "new_value": "SSN %1$s"}]}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String LOG =
            "[2026-05-11T15:00:42.123456+00:00] main.CRITICAL: Could not save " + EMAIL + " SSN " + SSN
                    + " {\"exception\":\"[object] (X(code: 0): at /app/X.php:7)\n[stacktrace]\n#0 /app/Y.php(3)\"} []";

    @Override
    protected Adapter adapter() {
        return new MagentoAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(ORDER, ROW, LOG);
    }

    @Test
    void readsAnEvent() {
        EventDraft draft = event(ORDER);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:42.436Z"));
        assertThat(draft.action).isEqualTo(Action.create);
        assertThat(draft.actionNative).isEqualTo("observer.sales_order_save_commit_after");
        assertThat(draft.surface).isEqualTo(Surface.checkout);
        assertThat(draft.objectType).isEqualTo("order");
        assertThat(draft.objectPerson).isEqualTo(Phi.of("31"));
        assertThat(draft.actor).isEqualTo(Phi.of(PERSON));
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.attributes).containsEntry("payment_method", "braintree");
        assertThat(revealed(draft))
                .contains(
                        "body customer_note SSN " + SSN,
                        "body telephone " + PHONE,
                        "body mrn 00482913",
                        "url email " + EMAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "observer.customer_login, login, customer, storefront, success",
        "observer.customer_logout, logout, customer, storefront, success",
        "observer.customer_register_success, create, customer, storefront, success",
        "observer.customer_delete_commit_after, delete, customer, storefront, success",
        "plugin.magento.customer.api.account_management.initiate_password_reset, password_change, customer, storefront, success",
        "observer.backend_auth_user_login_failed, login, account, admin, failure",
        "observer.backend_auth_user_login_success, login, account, admin, success",
        "observer.admin_user_save_after, grant, user, admin, success",
        "observer.authorization_role_delete_after, revoke, role, admin, success",
        "observer.sales_order_creditmemo_save_after, refund, refund, checkout, success",
        "observer.sales_order_invoice_pay, pay, invoice, checkout, success",
        "plugin.magento.sales.api.order_repository.save, update, order, checkout, success",
        "observer.checkout_submit_all_after, create, order, checkout, success",
        "observer.catalog_product_save_commit_after.price_check, update, product, storefront, success",
        "plugin.sales_rule.rule_repository.save, configure, price_rule, admin, success",
        "observer.admin_system_config_changed_section_admin, configure, config, admin, success",
        "plugin.magento.integration.api.integration_service.create, grant, api_token, admin, success",
        "observer.something_nobody_knows, other, event, admin, success",
    })
    void readsNames(String name, Action action, String type, Surface surface, Outcome outcome) {
        EventDraft draft = event(ORDER.replace("observer.sales_order_save_commit_after", name)
                .replace("\"updated_at\": \"2026-05-11 15:00:40\"", "\"updated_at\": \"2026-05-11 15:00:41\""));

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.objectType).isEqualTo(type);
        assertThat(draft.surface).isEqualTo(surface);
        assertThat(draft.outcome).isEqualTo(outcome);
    }

    @Test
    void scansProductsAsCatalogAndTellsTheirVisibility() {
        EventDraft draft = event(
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"com.adobe.commerce.observer.catalog_product_save_after\","
                        + "\"time\":\"2026-05-11T15:00:42Z\",\"data\":{\"value\":{\"entity_id\":\"3\",\"name\":\"Kit for "
                        + EMAIL + "\",\"visibility\":\"4\"}}}");

        assertThat(draft.objectId).isEqualTo("3");
        assertThat(draft.attributes).containsEntry("visibility", "4");
        assertThat(revealed(draft)).contains("catalog name Kit for " + EMAIL);
    }

    @Test
    void rejectsEventsWithoutTimeOrIdOrName() {
        assertThat(rejection(parse(ORDER.replace("2026-05-11T15:00:42.436Z", "soon"))))
                .isEqualTo(Parsed.Reason.MISSING_TIME);
        assertThat(rejection(parse(ORDER.replace("\"id\": \"0f6d1d1e-3a3c-4a0e-8a53-7d3b8a1f0a11\",", ""))))
                .isEqualTo(Parsed.Reason.MISSING_FIELD);
        assertThat(rejection(parse(ORDER.replace("com.adobe.commerce.observer.sales", "jane@example.org "))))
                .isEqualTo(Parsed.Reason.UNKNOWN_TOPIC);
        assertThat(rejection(parse("{\"hello\":1}"))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
    }

    @Test
    void readsAWebhookAtTheTimeOfReceipt() {
        String body =
                "{\"eventName\":\"observer.checkout_cart_product_add_before\",\"data\":{\"quote\":{\"customer_id\":\""
                        + PERSON + "\"}}}";

        EventDraft draft = event(body);

        assertThat(draft.time).isEqualTo(RECEIVED);
        assertThat(draft.attributes).containsEntry("time_source", "received");
        assertThat(draft.objectType).isEqualTo("cart");
        assertThat(draft.actor).isEqualTo(Phi.of(PERSON));
    }

    @Test
    void readsARowOfTheActionLog() {
        EventDraft draft = event(ROW);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:42Z"));
        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.objectType).isEqualTo("customer");
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actor).isEqualTo(Phi.of("anna.admin"));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("198.51.100.7"));
        assertThat(revealed(draft)).contains("body old_value " + EMAIL, "body new_value SSN " + SSN);
    }

    @Test
    void takesTheAddressThatTheShopsOwnProxySaw() {
        Source proxied = new Source(
                "s",
                "magento",
                "acme",
                Environment.production,
                Surface.storefront,
                List.of(SECRET),
                Duration.ZERO,
                Map.of("behind_proxy", "true"));

        List<Parsed> parsed = adapter().parse(signed(ROW.getBytes(StandardCharsets.UTF_8), SECRET), proxied);

        assertThat(event(parsed).clientAddress).isEqualTo(Phi.of("192.0.2.44"));
    }

    @ParameterizedTest
    @CsvSource({
        "adminhtml_user_save, save, grant, user, ''",
        "adminhtml_user_role_saverole, save, grant, role, ''",
        "adminhtml_system_config_save, save, configure, config, ''",
        "mui_export_gridToCsv, export, export, export, ''",
        "adminhtml_export_export, export, export, export, ''",
        "sales_order_view, view, read, order, ''",
        "sales_order_creditmemo_save, save, refund, refund, ''",
        "adminhtml_auth_login, login, login, account, ''",
        "adminhtml_auth_logout, logout, logout, account, ''",
        "adminhtml_auth_forgotpassword, forgotpassword, password_change, account, ''",
        "tfa_tfa_reset, save, mfa_change, account, disabled",
        "tfa_google_configurepost, save, mfa_change, account, enabled",
        "adminhtml_integration_save, save, grant, api_token, ''",
        "backup_index_rollback, rollback, restore, event, ''",
        "catalog_product_massdelete, massDelete, delete, product, ''",
        "loginascustomer_login_login, view, read, customer, ''",
    })
    void readsActionsOfAdministrators(String full, String said, Action action, String type, String mfa) {
        EventDraft draft =
                event("{\"log_id\":1,\"time\":\"2026-05-11 15:00:42\",\"user\":\"anna\",\"status\":\"success\","
                        + "\"action\":\"" + said + "\",\"fullaction\":\"" + full + "\"}");

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.objectType).isEqualTo(type);
        assertThat(draft.attributes.getOrDefault("mfa", "")).isEqualTo(mfa);
    }

    @Test
    void readsRowsOfTheOpenSourceModule() {
        EventDraft activity =
                event("{\"entity_id\":5,\"username\":\"anna\",\"action_type\":\"view\",\"module\":\"Customer\","
                        + "\"remote_ip\":\"3325256711\",\"user_agent\":\"Mozilla/5.0\",\"fullaction\":\"customer/index/edit\","
                        + "\"item_name\":\"Jane\",\"item_url\":\"https://shop.example.org/admin/customer/index/edit/id/"
                        + PERSON + "/\",\"created_at\":\"2026-05-11 15:00:42\"}");
        EventDraft login = event("{\"id\":9,\"username\":\"anna\",\"remote_ip\":\"198.51.100.7\",\"type\":\"Login\","
                + "\"status\":\"0\",\"remarks\":\"wrong\",\"created_at\":\"2026-05-11 15:00:42\"}");

        assertThat(activity.patients).containsExactly(Phi.of(PERSON));
        assertThat(activity.clientAddress).isEqualTo(Phi.of("198.51.100.7"));
        assertThat(activity.userAgent).isEqualTo(Phi.of("Mozilla/5.0"));
        assertThat(login.action).isEqualTo(Action.login);
        assertThat(login.outcome).isEqualTo(Outcome.failure);
        assertThat(login.actor).isEqualTo(Phi.of("anna"));
    }

    @Test
    void readsAnAdministratorWhoPosesAsACustomer() {
        EventDraft draft = event("{\"log_id\":4,\"time\":\"2026-05-11 15:00:42\",\"user_id\":3,\"user_name\":\"anna\","
                + "\"customer_id\":" + PERSON + ",\"customer_email\":\"" + EMAIL + "\"}");

        assertThat(draft.action).isEqualTo(Action.read);
        assertThat(draft.attributes).containsEntry("impersonation", "true");
        assertThat(draft.actor).isEqualTo(Phi.of("anna"));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
    }

    @Test
    void readsLogRecordsThatSpanLines() {
        List<Parsed> parsed =
                parse(LOG + "\n[2026-05-11 15:00:43] report.ERROR: again  {\"uri\":\"/rest/V1/customers?email=" + EMAIL
                        + "\"} []\n");

        assertThat(parsed).hasSize(2);
        EventDraft first = ((Parsed.Event) parsed.getFirst()).draft();
        EventDraft second = ((Parsed.Event) parsed.getLast()).draft();
        assertThat(first.attributes).containsEntry("level", "critical").containsEntry("channel", "main");
        assertThat(first.objectType).isEqualTo("log");
        assertThat(first.time).isEqualTo(Instant.parse("2026-05-11T15:00:42.123456Z"));
        assertThat(revealed(first)).anyMatch(text -> text.startsWith("log ") && text.contains("/app/Y.php"));
        assertThat(second.time).isEqualTo(Instant.parse("2026-05-11T15:00:43Z"));
        assertThat(revealed(second)).contains("url email " + EMAIL);
    }

    @Test
    void rejectsLinesOfOtherLogs() {
        assertThat(rejection(parse("#0 /app/X.php(7)"))).isEqualTo(Parsed.Reason.MALFORMED_LINE);
        assertThat(rejection(parse("[2026-13-11 15:00:43] main.INFO: x"))).isEqualTo(Parsed.Reason.MISSING_TIME);
    }

    @Test
    void tellsWhereATapOnTheShopsDataLeads() {
        String tap = "{\"webhook_method\":\"observer.sales_order_place_before\",\"hook_name\":\"h\","
                + "\"url\":\"http://tap.example.net/in\",\"fields\":[{\"name\":\"customer_email\",\"source\":\"x\"}]}";

        EventDraft draft = event(tap);

        assertThat(draft.action).isEqualTo(Action.connect);
        assertThat(draft.objectType).isEqualTo("webhook");
        assertThat(draft.destinationHost).isEqualTo("tap.example.net");
        assertThat(draft.transportEncrypted).isFalse();
        assertThat(draft.attributes).containsEntry("fields", "customer-email");
        assertThat(draft.time).isEqualTo(RECEIVED);
    }

    @Test
    void tellsWhichSettingsChanged() {
        EventDraft draft = event(ORDER.replace(
                "observer.sales_order_save_commit_after", "observer.admin_system_config_changed_section_admin"));

        assertThat(draft.attributes).containsEntry("setting", "admin");
    }

    @Test
    void tellsWhetherAdministratorsChangedThemselves() {
        String row = "{\"log_id\":1,\"time\":\"2026-05-11 15:00:42\",\"user\":\"anna\",\"info\":\"%s\","
                + "\"fullaction\":\"adminhtml_user_save\"}";

        assertThat(event(row.replace("%s", "anna")).attributes).containsEntry("self", "true");
        assertThat(event(row.replace("%s", "bert")).attributes).containsEntry("self", "false");
    }

    @ParameterizedTest
    @ValueSource(strings = {" []", " {\"trace\":\"SSN 519-86-4417\"}", " {\"trace\":1} SSN 519-86-4417", ""})
    void readsTheContextWhateverFollowsIt(String rest) {
        EventDraft draft = event("[2026-05-11 15:00:43] security.INFO: Admin {\"type\":\"ADMIN_LOGIN_FAILED\","
                + "\"ip\":\"203.0.113.9\",\"username\":\"anna\"}" + rest);

        assertThat(draft.action).isEqualTo(Action.login);
        assertThat(draft.outcome).isEqualTo(Outcome.failure);
        assertThat(draft.actor).isEqualTo(Phi.of("anna"));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(String.join(" ", revealed(draft)).contains(SSN)).isEqualTo(rest.contains(SSN));
    }

    @Test
    void namesNobodyWhoMayBeAPatient() {
        EventDraft entry = event("[2026-05-11 15:00:43] main.INFO: x {\"username\":\"" + EMAIL + "\"} []");
        EventDraft order = event(ORDER.replace("\"entity_id\"", "\"username\": \"" + EMAIL + "\", \"entity_id\""));
        EventDraft failed = event(ORDER.replace("sales_order_save_commit_after", "backend_auth_user_login_failed")
                .replace("\"entity_id\"", "\"user_name\": \"anna\", \"entity_id\""));

        assertThat(entry.actorKind).isEqualTo(ActorKind.patient);
        assertThat(order.actor).isEqualTo(Phi.of(PERSON));
        assertThat(failed.actorKind).isEqualTo(ActorKind.staff);
        assertThat(failed.actor).isEqualTo(Phi.of("anna"));
    }
}
