package io.phiwatch.ingest.adapter.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.AdapterContract;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WooCommerceAdapterTest extends AdapterContract {
    private static final String ORDER = """
            {"id": 727, "status": "pending", "total": "29.35", "currency": "USD", "created_via": "checkout",
             "customer_id": %4$s, "customer_note": "SSN %1$s", "customer_ip_address": "203.0.113.9",
             "customer_user_agent": "Mozilla/5.0", "payment_method": "stripe", "refunds": [],
             "billing": {"email": "%2$s", "phone": "%3$s"}, "payment_url": "https://shop.example.org/?key=wc_%2$s",
             "meta_data": [{"id": 1, "key": "mrn", "value": "00482913"}],
             "date_created_gmt": "2026-05-11T14:00:00", "date_modified_gmt": "2026-05-11T15:00:42"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new WooCommerceAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return delivery(body, secret, "order.created");
    }

    @Override
    protected List<String> payloads() {
        return List.of(ORDER);
    }

    private static Delivery delivery(byte[] body, String secret, String topic) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "x-wc-webhook-signature",
                Signatures.base64(secret, body),
                "x-wc-webhook-delivery-id",
                "fa416c6826bb3ae8bfa3a8d69f512d86",
                "x-wc-webhook-topic",
                topic));
        headers.values().removeIf(String::isEmpty);
        return new Delivery(body, headers, RECEIVED, "d-1");
    }

    private List<Parsed> parse(String topic, String body) {
        return told(adapter().parse(delivery(body.getBytes(StandardCharsets.UTF_8), SECRET, topic), source()));
    }

    private static Source source(String secret) {
        return new Source(
                "s",
                "woocommerce",
                "acme",
                Environment.production,
                Surface.storefront,
                List.of(secret),
                Duration.ZERO,
                Map.of());
    }

    @Test
    void readsAnOrder() {
        EventDraft draft = event(ORDER);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T14:00:00Z"));
        assertThat(draft.action).isEqualTo(Action.create);
        assertThat(draft.actionNative).isEqualTo("order.created");
        assertThat(draft.surface).isEqualTo(Surface.checkout);
        assertThat(draft.actorKind).isEqualTo(ActorKind.patient);
        assertThat(draft.actor).isEqualTo(Phi.of(PERSON));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(draft.objectPerson).isEqualTo(Phi.of("727"));
        assertThat(draft.clientAddress).isEqualTo(Phi.of("203.0.113.9"));
        assertThat(draft.userAgent).isEqualTo(Phi.of("Mozilla/5.0"));
        assertThat(draft.attributes)
                .containsEntry("amount", "29.35")
                .containsEntry("currency", "USD")
                .containsEntry("payment_method", "stripe");
        assertThat(revealed(draft))
                .contains(
                        "body customer_note SSN " + SSN,
                        "body mrn 00482913",
                        "body email " + EMAIL,
                        "body phone " + PHONE)
                .noneMatch(text -> text.contains("shop.example.org"));
    }

    @Test
    void knowsAGuestByTheAddressGiven() {
        EventDraft draft = event(ORDER.replace(PERSON, "0"));

        assertThat(draft.patients).containsExactly(Phi.of(EMAIL));
    }

    @ParameterizedTest
    @CsvSource({
        "order.updated, pending, '', update, success",
        "order.updated, processing, 2026-05-11T15:00:42, pay, success",
        "order.updated, completed, 2026-05-11T14:30:00, update, success",
        "order.updated, failed, '', pay, failure",
        "order.updated, refunded, '', refund, success",
        "order.deleted, pending, '', delete, success",
        "order.restored, pending, '', restore, success",
        "action.woocommerce_add_to_cart, pending, '', update, success",
        "action.some_hook, pending, '', other, success",
    })
    void readsWhatBecameOfAnOrder(String topic, String status, String paid, Action action, Outcome outcome) {
        String body = ORDER.replace("pending", status)
                .replace("\"date_modified_gmt\"", "\"date_paid_gmt\": \"" + paid + "\", \"date_modified_gmt\"");

        EventDraft draft = event(parse(topic, body));

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.outcome).isEqualTo(outcome);
        assertThat(draft.attributes).containsEntry("status", status);
    }

    @Test
    void tellsCustomersFromThoseWhoSeeWhatOthersBought() {
        EventDraft customer = event(parse("customer.created", "{\"id\":" + PERSON + ",\"role\":\"customer\"}"));
        EventDraft manager = event(parse("customer.created", "{\"id\":8,\"role\":\"shop_manager\"}"));

        assertThat(customer.action).isEqualTo(Action.create);
        assertThat(customer.patients).containsExactly(Phi.of(PERSON));
        assertThat(manager.action).isEqualTo(Action.grant);
        assertThat(manager.patients).isEmpty();
        assertThat(manager.attributes).containsEntry("role", "shop_manager");
    }

    @Test
    void namesTheStaffWhoRefunded() {
        EventDraft draft = event(parse("refund.created", "{\"id\":9,\"amount\":\"10.00\",\"refunded_by\":3}"));

        assertThat(draft.action).isEqualTo(Action.refund);
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actor).isEqualTo(Phi.of("3"));
        assertThat(draft.attributes).containsEntry("amount", "10.00");
    }

    @Test
    void scansProductsAsCatalogAndTellsTheirVisibility() {
        EventDraft draft = event(parse(
                "product.updated",
                "{\"id\":12,\"name\":\"Kit for " + EMAIL
                        + "\",\"catalog_visibility\":\"visible\",\"status\":\"publish\"}"));

        assertThat(draft.surface).isEqualTo(Surface.storefront);
        assertThat(draft.objectId).isEqualTo("12");
        assertThat(draft.attributes).containsEntry("visibility", "visible").containsEntry("status", "publish");
        assertThat(revealed(draft)).contains("catalog name Kit for " + EMAIL);
    }

    @Test
    void takesTheTimeOfReceiptForDeletions() {
        EventDraft draft = event(parse("customer.deleted", "{\"id\":5}"));

        assertThat(draft.time).isEqualTo(RECEIVED);
        assertThat(draft.attributes).containsEntry("time_source", "received");
        assertThat(draft.action).isEqualTo(Action.delete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "order.", "jane@example.org", "order.created.x", "order.519864417"})
    void rejectsTopicsThatAreNone(String topic) {
        assertThat(rejection(parse(topic, ORDER))).isEqualTo(Parsed.Reason.UNKNOWN_TOPIC);
    }

    @Test
    void rejectsErrorsInPlaceOfResources() {
        String error = "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"no\",\"data\":{\"status\":401}}";

        assertThat(rejection(parse("order.updated", error))).isEqualTo(Parsed.Reason.NOT_AN_EVENT);
    }

    @Test
    void takesEntitiesOutOfTheSecretAsWooCommerceDoes() {
        byte[] body = ORDER.getBytes(StandardCharsets.UTF_8);

        assertThat(adapter().isAuthentic(delivery(body, "a&b<c", "order.created"), source("a&amp;b&lt;c")))
                .isTrue();
        assertThat(adapter().isAuthentic(delivery(body, "a&b<c", "order.created"), source("a&b<c")))
                .isTrue();
        assertThat(adapter().isAuthentic(delivery(body, "a&b<d", "order.created"), source("a&amp;b&lt;c")))
                .isFalse();
    }

    @Test
    void answersThePingOfANewWebhookAndNothingElseUnsigned() {
        Delivery ping = form("webhook_id=17");
        Delivery more = form("webhook_id=17&x=1");

        assertThat(adapter().isAuthentic(ping, source())).isTrue();
        assertThat(adapter().challenge(ping, source())).contains("{}");
        assertThat(adapter().isAuthentic(more, source())).isFalse();
        assertThat(adapter().challenge(more, source())).isEmpty();
        assertThat(adapter().challenge(signed(ORDER), source())).isEmpty();
    }

    private static Delivery form(String body) {
        return new Delivery(
                body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                RECEIVED,
                "d-1");
    }

    @Test
    void readsLogsWhoseMessagesSpanLines() {
        String log = "2026-05-11T15:00:42+00:00 ERROR Payment for " + EMAIL + " failed\nbody: SSN " + SSN
                + " CONTEXT: {\"source\":\"stripe\",\"phone\":\"" + PHONE + "\"}\n"
                + "2026-05-11T15:00:43+00:00 INFO fine\n";

        List<Parsed> parsed = parse("", log);

        assertThat(parsed).hasSize(2);
        EventDraft first = ((Parsed.Event) parsed.getFirst()).draft();
        assertThat(first.time).isEqualTo(Instant.parse("2026-05-11T15:00:42Z"));
        assertThat(first.objectType).isEqualTo("log");
        assertThat(first.attributes).containsEntry("level", "error").containsEntry("channel", "stripe");
        assertThat(revealed(first))
                .contains("log phone " + PHONE)
                .anyMatch(text -> text.contains(EMAIL) && text.contains(SSN));
        assertThat(rejection(parse("", "no such line"))).isEqualTo(Parsed.Reason.MALFORMED_LINE);
    }

    @Test
    void tellsWhereAWebhookLeads() {
        EventDraft draft = event(parse(
                "webhook.created",
                "{\"id\":4,\"topic\":\"order.updated\",\"delivery_url\":\"http://tap.example.net/in\",\"secret\":\"s\","
                        + "\"date_created_gmt\":\"2026-05-11T15:00:42\"}"));

        assertThat(draft.action).isEqualTo(Action.connect);
        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.objectId).isEqualTo("4");
        assertThat(draft.destinationHost).isEqualTo("tap.example.net");
        assertThat(draft.transportEncrypted).isFalse();
        assertThat(draft.attributes).containsEntry("topic", "order.updated");
        assertThat(draft.texts).isEmpty();
    }
}
