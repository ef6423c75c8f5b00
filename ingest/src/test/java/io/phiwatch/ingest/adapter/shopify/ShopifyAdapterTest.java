package io.phiwatch.ingest.adapter.shopify;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShopifyAdapterTest extends AdapterContract {
    private static final String ORDER = """
            {"id": 820982911946154508, "email": "%2$s", "phone": "%3$s", "checkout_token": "tok-1",
             "customer": {"id": %4$s, "email": "%2$s", "first_name": "Canary"},
             "client_details": {"browser_ip": "203.0.113.9", "user_agent": "Mozilla/5.0"},
             "note": "patient SSN %1$s", "landing_site": "/products/test?email=%2$s&utm=x",
             "note_attributes": [{"name": "mrn", "value": "00482913"}],
             "line_items": [{"title": "Kit", "properties": [{"name": "phone", "value": "%3$s"}]}],
             "updated_at": "2026-05-11T10:00:58-05:00"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new ShopifyAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return delivery(body, secret, Map.of());
    }

    @Override
    protected List<String> payloads() {
        return List.of(ORDER);
    }

    private static Delivery delivery(byte[] body, String secret, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "x-shopify-hmac-sha256", Signatures.base64(secret, body),
                "x-shopify-topic", "orders/create",
                "x-shopify-webhook-id", "46af05a2-2c27-5dd9-8b8c-98b11ee5536e",
                "x-shopify-triggered-at", "2026-05-11T15:00:59.110521905Z"));
        headers.putAll(more);
        headers.values().removeIf(String::isEmpty);
        return new Delivery(body, headers, RECEIVED, "d-1");
    }

    private List<Parsed> parse(String body, Map<String, String> headers) {
        return told(adapter().parse(delivery(body.getBytes(StandardCharsets.UTF_8), SECRET, headers), source()));
    }

    @Test
    void readsAnOrder() {
        EventDraft draft = event(ORDER);

        assertThat(draft.id).isEqualTo("46af05a2-2c27-5dd9-8b8c-98b11ee5536e");
        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.110521905Z"));
        assertThat(draft.action).isEqualTo(Action.create);
        assertThat(draft.actionNative).isEqualTo("orders/create");
        assertThat(draft.surface).isEqualTo(Surface.checkout);
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.actor).isEqualTo(Phi.of(PERSON));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.objectPerson).isEqualTo(Phi.of("820982911946154508"));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.session).isEqualTo(Phi.of("tok-1"));
        assertThat(revealed(draft))
                .contains(
                        "body note patient SSN " + SSN,
                        "url email " + EMAIL,
                        "body mrn 00482913",
                        "body phone " + PHONE,
                        "body email " + EMAIL);
    }

    @Test
    void keepsIdsExactBeyondDoublePrecision() {
        EventDraft draft = event("{\"id\":1,\"customer\":{\"id\":9007199254740993123}}");

        assertThat(draft.patients).containsExactly(Phi.of("9007199254740993123"));
    }

    @ParameterizedTest
    @CsvSource({
        "orders/updated, update, checkout, success",
        "orders/paid, pay, checkout, success",
        "checkouts/update, update, checkout, success",
        "carts/create, create, storefront, success",
        "customers/create, create, storefront, success",
        "customers/data_request, other, storefront, success",
        "customers/redact, other, storefront, success",
        "shop/redact, other, admin, success",
        "themes/publish, publish, admin, success",
        "app/uninstalled, uninstall, admin, success",
        "bulk_operations/finish, export, admin, failure",
        "order_transactions/create, pay, checkout, failure",
        "refunds/create, refund, checkout, failure",
        "products/update, update, storefront, success",
        "app_subscriptions/update, configure, admin, success",
        "subscription_billing_attempts/failure, pay, checkout, failure",
        "product_listings/add, publish, storefront, success",
        "customer_account_settings/update, configure, admin, success",
        "finance_app_staff_member/grant, grant, admin, success",
        "returns/approve, approve, checkout, success",
        "users/updated, grant, admin, success",
        "users/deleted, revoke, admin, success",
        "webhooks/created, connect, admin, success",
        "webhooks/deleted, delete, admin, success",
        "app_installations/created, install, admin, success",
        "app_installations/updated, grant, admin, success",
        "app_installations/deleted, uninstall, admin, success",
        "things/never_seen, other, checkout, success",
    })
    void mapsTopics(String topic, Action action, Surface surface, Outcome outcome) {
        EventDraft draft = event(parse("{\"id\":7,\"status\":\"failed\"}", Map.of("x-shopify-topic", topic)));

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.surface).isEqualTo(surface);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.actionNative).isEqualTo(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "/create", "orders/", "a/b/c", "orders/jane@example.org", "orders/519864417"})
    void rejectsTopicsThatAreNone(String topic) {
        assertThat(rejection(parse(ORDER, Map.of("x-shopify-topic", topic)))).isEqualTo(Parsed.Reason.UNKNOWN_TOPIC);
    }

    @Test
    void takesTheTimeOfTheBodyWithoutTheHeaderAndRejectsWithoutBoth() {
        Map<String, String> untimed = Map.of("x-shopify-triggered-at", "");

        assertThat(event(parse(ORDER, untimed)).time).isEqualTo(Instant.parse("2026-05-11T15:00:58Z"));
        assertThat(rejection(parse("{\"id\":1}", untimed))).isEqualTo(Parsed.Reason.MISSING_TIME);
    }

    @Test
    void tellsRepeatsByTheEventWithoutAWebhookId() {
        Map<String, String> first = Map.of("x-shopify-webhook-id", "", "x-shopify-event-id", "e-1");
        Map<String, String> second = Map.of("x-shopify-webhook-id", "", "x-shopify-event-id", "e-2");

        String id = event(parse(ORDER, first)).id;

        assertThat(event(parse(ORDER, first)).id).isEqualTo(id);
        assertThat(event(parse(ORDER, second)).id).isNotEqualTo(id);
    }

    @Test
    void readsTopicsOfTagsAndSegments() {
        EventDraft draft = event(parse(
                "{\"customerId\":\"gid://shopify/Customer/" + PERSON + "\",\"tags\":[\"SSN " + SSN + "\"]}",
                Map.of("x-shopify-topic", "customer.tags_added")));

        assertThat(draft.action).isEqualTo(Action.update);
        assertThat(draft.objectType).isEqualTo("customer");
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.objectPerson).isEqualTo(Phi.of(PERSON));
        assertThat(revealed(draft)).contains("body tags SSN " + SSN);
    }

    @Test
    void scansProductsAsCatalogAndLeavesTheMerchantAlone() {
        EventDraft product = event(
                parse("{\"id\":7,\"title\":\"Kit for " + EMAIL + "\"}", Map.of("x-shopify-topic", "products/update")));
        EventDraft shop =
                event(parse("{\"id\":7,\"email\":\"" + EMAIL + "\"}", Map.of("x-shopify-topic", "app/uninstalled")));

        assertThat(revealed(product)).contains("catalog title Kit for " + EMAIL);
        assertThat(product.objectId).isEqualTo("7");
        assertThat(shop.texts).isEmpty();
    }
}
