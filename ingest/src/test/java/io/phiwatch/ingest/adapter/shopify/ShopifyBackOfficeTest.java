package io.phiwatch.ingest.adapter.shopify;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What polls, event buses and the topics of the back office tell. */
final class ShopifyBackOfficeTest extends AdapterContract {
    private static final String HISTORY = """
            {"id": 164748010, "verb": "updated", "subject_type": "Customer", "subject_id": %4$s,
             "created_at": "2026-05-11T10:00:42-05:00", "author": "Anna Admin",
             "message": "Changed e-mail to %2$s, phone %3$s", "body": "SSN %1$s"}
            """.formatted(SSN, EMAIL, PHONE, PERSON);
    private static final String BRIDGE = """
            {"version": "0", "detail-type": "shopifyWebhook", "detail": {"metadata": {
               "X-Shopify-Topic": "customers/update", "X-Shopify-Webhook-Id": "46af05a2-2c27-5dd9-8b8c-98b11ee5536e",
               "X-Shopify-Triggered-At": "2026-05-11T15:00:59.110521905Z"},
             "payload": {"id": %4$s, "email": "%2$s", "phone": "%3$s", "note": "SSN %1$s"}}}
            """.formatted(SSN, EMAIL, PHONE, PERSON);

    @Override
    protected Adapter adapter() {
        return new ShopifyAdapter();
    }

    @Override
    protected Delivery signed(byte[] body, String secret) {
        return new Delivery(body, Map.of("Authorization", "Bearer " + secret), RECEIVED, "d-1");
    }

    @Override
    protected List<String> payloads() {
        return List.of(HISTORY, BRIDGE);
    }

    private EventDraft topic(String topic, String body) {
        Map<String, String> headers = new HashMap<>(signed("").headers());
        headers.put("X-Shopify-Topic", topic);
        Delivery delivery = new Delivery(body.getBytes(StandardCharsets.UTF_8), headers, RECEIVED, "d");
        return event(told(adapter().parse(delivery, source())));
    }

    @Test
    void readsTheStoresHistory() {
        EventDraft draft = event(HISTORY);

        assertThat(draft.time).isEqualTo(Instant.parse("2026-05-11T15:00:42Z"));
        assertThat(draft.action).isEqualTo(Action.update);
        assertThat(draft.actionNative).isEqualTo("customer-updated");
        assertThat(draft.objectType).isEqualTo("customer");
        assertThat(draft.actorKind).isEqualTo(ActorKind.staff);
        assertThat(draft.actor).isEqualTo(Phi.of("Anna Admin"));
        assertThat(draft.patients).containsExactly(Phi.of(PERSON));
        assertThat(revealed(draft)).contains("body  SSN " + SSN);
    }

    @Test
    void readsTheHistoryOfGraphQl() {
        EventDraft byApp = event(
                "{\"id\":\"gid://shopify/BasicEvent/1\",\"action\":\"destroy\",\"subjectType\":\"DRAFT_ORDER\","
                        + "\"createdAt\":\"2026-05-11T15:00:42Z\",\"appTitle\":\"Bulk Editor\",\"attributeToApp\":true}");
        EventDraft byStaff = event(
                "{\"id\":\"gid://shopify/BasicEvent/2\",\"action\":\"published\",\"subjectType\":\"PRODUCT\","
                        + "\"subjectId\":\"gid://shopify/Product/7\",\"createdAt\":\"2026-05-11T15:00:42Z\",\"attributeToUser\":true}");

        assertThat(byApp.action).isEqualTo(Action.delete);
        assertThat(byApp.objectType).isEqualTo("order");
        assertThat(byApp.actorKind).isEqualTo(ActorKind.app);
        assertThat(byApp.actor).isEqualTo(Phi.of("Bulk Editor"));
        assertThat(byApp.attributes).containsEntry("app", "bulk-editor");
        assertThat(byStaff.action).isEqualTo(Action.publish);
        assertThat(byStaff.actorKind).isEqualTo(ActorKind.staff);
        assertThat(byStaff.objectId).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({
        "placed, create, success",
        "confirmed, update, success",
        "authorization_success, pay, success",
        "capture_failure, pay, failure",
        "refund_success, refund, success",
        "mail_sent, transmit, success",
        "unpublished, update, success",
        "closed, update, success",
        "never_heard, other, success",
    })
    void readsVerbsOfTheHistory(String verb, Action action, Outcome outcome) {
        EventDraft draft = event(HISTORY.replace("\"updated\"", '"' + verb + '"'));

        assertThat(draft.action).isEqualTo(action);
        assertThat(draft.outcome).isEqualTo(outcome);
    }

    @Test
    void takesThePlatformForNoStaff() {
        assertThat(event(HISTORY.replace("Anna Admin", "Shopify")).actorKind).isEqualTo(ActorKind.service);
    }

    @Test
    void opensEnvelopesOfEventBuses() {
        String payload =
                Base64.getEncoder().encodeToString(("{\"id\":" + PERSON + "}").getBytes(StandardCharsets.UTF_8));
        EventDraft bridge = event(BRIDGE);
        EventDraft push = event("{\"message\":{\"attributes\":{\"X-Shopify-Topic\":\"customers/update\","
                + "\"X-Shopify-Triggered-At\":\"2026-05-11T15:00:59Z\"},\"data\":\"" + payload + "\"}}");

        assertThat(bridge.id).isEqualTo("46af05a2-2c27-5dd9-8b8c-98b11ee5536e");
        assertThat(bridge.time).isEqualTo(Instant.parse("2026-05-11T15:00:59.110521905Z"));
        assertThat(bridge.patients).containsExactly(Phi.of(PERSON));
        assertThat(push.actionNative).isEqualTo("customers/update");
        assertThat(push.patients).containsExactly(Phi.of(PERSON));
    }

    @Test
    void rejectsEnvelopesWithoutAReadableWebhook() {
        assertThat(rejection(parse("{\"message\":{\"attributes\":{\"X-Shopify-Topic\":\"a/b\"},\"data\":\"%%\"}}")))
                .isEqualTo(Parsed.Reason.UNKNOWN_TOPIC);
        assertThat(rejection(parse("{\"detail\":{\"metadata\":{},\"payload\":{}}}")))
                .isEqualTo(Parsed.Reason.UNKNOWN_TOPIC);
        assertThat(rejection(parse("{\"detail\":{\"metadata\":{\"X-Shopify-Topic\":\"a/b\"},\"payload\":[]}}")))
                .isEqualTo(Parsed.Reason.NOT_AN_EVENT);
        assertThat(rejection(parse(HISTORY.replace("2026-05-11T10:00:42-05:00", "today"))))
                .isEqualTo(Parsed.Reason.MISSING_TIME);
    }

    @Test
    void tellsTheSizeOfAnExportOnceTheNodeIsAsked() {
        EventDraft webhook = topic(
                "bulk_operations/finish",
                "{\"admin_graphql_api_id\":\"gid://shopify/BulkOperation/5\",\"status\":\"completed\",\"type\":\"query\","
                        + "\"completed_at\":\"2026-05-11T15:00:42Z\"}");
        EventDraft node = topic(
                "bulk_operations/finish",
                "{\"id\":\"gid://shopify/BulkOperation/5\",\"status\":\"COMPLETED\",\"objectCount\":\"812\",\"fileSize\":\"90112\","
                        + "\"query\":\"{ customers { edges { node { id } } } }\",\"completedAt\":\"2026-05-11T15:00:42Z\"}");
        EventDraft mutation = topic(
                "bulk_operations/finish",
                "{\"id\":\"gid://shopify/BulkOperation/6\",\"type\":\"mutation\",\"completedAt\":\"2026-05-11T15:00:42Z\"}");

        assertThat(webhook.action).isEqualTo(Action.export);
        assertThat(webhook.recordsCount).isNull();
        assertThat(node.objectId).isEqualTo(webhook.objectId).isEqualTo("5");
        assertThat(node.recordsCount).isEqualTo(812);
        assertThat(node.bytes).isEqualTo(90_112);
        assertThat(node.attributes).containsEntry("exported", "customers");
        assertThat(mutation.action).isEqualTo(Action.update);
    }

    @Test
    void tellsRequestsForPrivacy() {
        String body = "{\"shop_id\":1,\"customer\":{\"id\":" + PERSON
                + "},\"orders_to_redact\":[1,2],\"orders_requested\":[3]," + "\"created_at\":\"2026-05-11T15:00:42Z\"}";

        EventDraft access = topic("customers/data_request", body);
        EventDraft erasure = topic("customers/redact", body);

        assertThat(access.attributes).containsEntry("privacy_request", "access");
        assertThat(access.recordsCount).isEqualTo(1);
        assertThat(erasure.attributes).containsEntry("privacy_request", "erasure");
        assertThat(erasure.recordsCount).isEqualTo(2);
        assertThat(erasure.patients).containsExactly(Phi.of(PERSON));
    }

    @Test
    void tellsWhatAnAppMayDo() {
        EventDraft scopes = topic(
                "app/scopes_update",
                "{\"id\":7,\"previous\":[\"read_products\"],\"current\":[\"read_products\",\"read_customers\"],"
                        + "\"updated_at\":\"2026-05-11T15:00:42Z\"}");
        EventDraft installed = topic(
                "app_installations/created",
                "{\"id\":\"gid://shopify/AppInstallation/9\",\"app\":{\"handle\":\"bulk-editor\",\"developerName\":\"Acme Apps\"},"
                        + "\"accessScopes\":[{\"handle\":\"read_orders\"}]}");

        assertThat(scopes.action).isEqualTo(Action.grant);
        assertThat(scopes.attributes).containsEntry("scopes", "read_customers");
        assertThat(installed.action).isEqualTo(Action.install);
        assertThat(installed.time).isEqualTo(RECEIVED);
        assertThat(installed.objectId).isEqualTo("9");
        assertThat(installed.attributes)
                .containsEntry("app", "bulk-editor")
                .containsEntry("vendor", "acme-apps")
                .containsEntry("scopes", "read_orders");
    }

    @Test
    void tellsWhereAWebhookLeadsAndWhetherItIsEncrypted() {
        EventDraft draft = topic(
                "webhooks/created",
                "{\"id\":4,\"topic\":\"orders/create\",\"address\":\"http://tap.example.net/in?k=1\"}");

        assertThat(draft.action).isEqualTo(Action.connect);
        assertThat(draft.objectType).isEqualTo("webhook");
        assertThat(draft.destinationHost).isEqualTo("tap.example.net");
        assertThat(draft.transportEncrypted).isFalse();
        assertThat(draft.attributes).containsEntry("topic", "orders/create");
    }

    @Test
    void tellsPermissionsAndSecondFactorOfStaff() {
        EventDraft draft = topic(
                "users/updated",
                "{\"id\":8,\"email\":\"" + EMAIL + "\",\"account_owner\":false,\"user_type\":\"regular\","
                        + "\"permissions\":[\"orders\",\"customers\"],\"tfa_enabled?\":false}");

        assertThat(draft.surface).isEqualTo(Surface.admin);
        assertThat(draft.objectPerson).isEqualTo(Phi.of("8"));
        assertThat(draft.attributes)
                .containsEntry("permissions", "orders,customers")
                .containsEntry("mfa_enabled", "false");
        assertThat(draft.texts).isEmpty();
    }

    @Test
    void takesMetafieldsOfPeopleForNoCatalog() {
        EventDraft product = topic("metafields/update", metafield("product"));
        EventDraft customer = topic("metafields/update", metafield("customer"));

        assertThat(revealed(product)).contains("catalog mrn 00482913");
        assertThat(revealed(customer)).contains("body mrn 00482913");
        assertThat(customer.patients).containsExactly(Phi.of(PERSON));
    }

    private static String metafield(String owner) {
        return "{\"id\":1,\"key\":\"mrn\",\"value\":\"00482913\",\"owner_resource\":\"" + owner + "\",\"owner_id\":"
                + PERSON + ",\"updated_at\":\"2026-05-11T15:00:42Z\"}";
    }
}
