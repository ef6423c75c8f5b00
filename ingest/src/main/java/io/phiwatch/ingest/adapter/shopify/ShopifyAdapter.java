package io.phiwatch.ingest.adapter.shopify;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads webhooks of Shopify and Shopify Plus: docs/adapters/shopify.md. */
public final class ShopifyAdapter implements Adapter {
    private static final int UUID_LENGTH = 36;
    /** Their status says how the thing ended, not which stage it is in. */
    private static final Set<String> REPORTING =
            Set.of("order_transactions", "tender_transactions", "refunds", "bulk_operations");

    private static final Set<String> FAILED = Set.of("failure", "error", "failed");

    @Override
    public String platform() {
        return "shopify";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return delivery.header("X-Shopify-Hmac-Sha256")
                .map(claimed -> Signatures.isBase64(claimed, source.secrets(), delivery.body()))
                .orElse(false);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        byte[] raw = delivery.body();
        Optional<Topic> topic = delivery.header("X-Shopify-Topic").flatMap(Topic::of);
        if (topic.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.UNKNOWN_TOPIC, "X-Shopify-Topic", raw));
        }
        Optional<JsonNode> body = JsonPayload.parse(raw);
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, raw));
        }
        if (!body.get().isObject()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.NOT_AN_EVENT, null, raw));
        }
        Optional<Instant> time = time(delivery, body.get());
        if (time.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MISSING_TIME, "X-Shopify-Triggered-At", raw));
        }
        EventDraft draft = new EventDraft(
                id(delivery, topic.get()), time.get(), topic.get().action());
        fill(draft, topic.get(), body.get());
        return List.of(new Parsed.Event(draft, raw));
    }

    private static Optional<Instant> time(Delivery delivery, JsonNode body) {
        return delivery.header("X-Shopify-Triggered-At")
                .flatMap(JsonPayload::time)
                .or(() -> JsonPayload.time(text(body, "updated_at")))
                .or(() -> JsonPayload.time(text(body, "completed_at")))
                .or(() -> JsonPayload.time(text(body, "created_at")));
    }

    /** Headers are not signed: what isn't shaped as the platform shapes it is hashed. */
    private static String id(Delivery delivery, Topic topic) {
        String webhook = delivery.header("X-Shopify-Webhook-Id").orElse("").strip();
        if (!webhook.isEmpty()) {
            return isUuid(webhook) ? webhook : EventIds.of("webhook", webhook);
        }
        String event = delivery.header("X-Shopify-Event-Id").orElse("").strip();
        if (!event.isEmpty()) {
            return EventIds.of("event", event, topic.name());
        }
        String triggered = delivery.header("X-Shopify-Triggered-At").orElse("");
        String body = new String(delivery.body(), StandardCharsets.ISO_8859_1);
        return triggered.isEmpty()
                ? EventIds.of("delivery", delivery.id(), topic.name())
                : EventIds.of("content", topic.name(), triggered, body);
    }

    private static boolean isUuid(String text) {
        return text.length() == UUID_LENGTH && text.chars().allMatch(c -> c == '-' || HexFormat.isHexDigit(c));
    }

    private static void fill(EventDraft draft, Topic topic, JsonNode body) {
        draft.actionNative = topic.name();
        draft.surface = topic.surface();
        draft.outcome = outcome(topic, body);
        draft.objectType = topic.resource();
        object(draft, topic, body);
        patients(draft, topic, body);
        actor(draft, topic, body);
        draft.clientAddress = phi(first(text(body, "client_details", "browser_ip"), text(body, "browser_ip")));
        draft.userAgent = phi(text(body, "client_details", "user_agent"));
        draft.session = phi(first(text(body, "checkout_token"), text(body, "cart_token"), cartToken(topic, body)));
        if (!topic.isAboutShop()) {
            draft.texts.addAll(JsonTexts.of(body, topic.isCatalog() ? "catalog" : "body"));
        }
        if (topic.name().equals("customers/data_request")) {
            draft.recordsCount = (long) body.path("orders_requested").size();
        }
    }

    private static Outcome outcome(Topic topic, JsonNode body) {
        boolean reported = REPORTING.contains(topic.resource()) || topic.verb().equals("merge");
        return reported && FAILED.contains(text(body, "status")) ? Outcome.failure : Outcome.success;
    }

    private static String cartToken(Topic topic, JsonNode body) {
        return topic.resource().equals("carts") || topic.resource().equals("checkouts") ? text(body, "token") : "";
    }

    private static void object(EventDraft draft, Topic topic, JsonNode body) {
        String id = first(text(body, "id"), number(text(body, "admin_graphql_api_id")), text(body, "shop_id"));
        if (topic.isImpersonal()) {
            draft.objectId = isNumber(id) ? id : null;
        } else if (topic.isAboutCustomer()) {
            draft.objectPerson = phi(customer(topic, body));
        } else {
            draft.objectPerson = phi(first(id, number(text(body, "admin_graphql_api_customer_id"))));
        }
    }

    private static void patients(EventDraft draft, Topic topic, JsonNode body) {
        List<String> ids = new ArrayList<>();
        ids.add(customer(topic, body));
        ids.add(number(text(body, "admin_graphql_api_customer_kept_id")));
        ids.add(number(text(body, "admin_graphql_api_customer_deleted_id")));
        for (String id : ids) {
            if (!id.isEmpty()) {
                draft.patients.add(Phi.of(id));
            }
        }
    }

    /** Id of the customer; a guest has none and is known by the address given, where the body is an order. */
    private static String customer(Topic topic, JsonNode body) {
        String own = topic.isAboutCustomer() ? text(body, "id") : "";
        String guest = topic.surface() == Surface.checkout ? text(body, "email") : "";
        return first(
                text(body, "customer", "id"),
                text(body, "customer_id"),
                number(text(body, "admin_graphql_api_customer_id")),
                own,
                guest);
    }

    /** Staff where a user is named; the customer where customers act themselves; else only the platform is known. */
    private static void actor(EventDraft draft, Topic topic, JsonNode body) {
        String user = text(body, "user_id");
        String customer = customer(topic, body);
        boolean byCustomer = !customer.isEmpty()
                && (draft.action == Action.create || draft.action == Action.pay || isCart(topic))
                && !topic.resource().equals("draft_orders");
        if (!user.isEmpty()) {
            draft.actorKind = ActorKind.staff;
            draft.actor = Phi.of(user);
        } else if (byCustomer) {
            draft.actorKind = ActorKind.patient;
            draft.actor = Phi.of(customer);
        } else if (topic.surface() == Surface.admin) {
            draft.actorKind = ActorKind.service;
        }
    }

    private static boolean isCart(Topic topic) {
        return topic.resource().equals("carts") || topic.resource().equals("checkouts");
    }

    /** The number of {@code gid://shopify/Customer/1}; empty where there is none. */
    private static String number(String gid) {
        String last = gid.substring(gid.lastIndexOf('/') + 1);
        return isNumber(last) ? last : "";
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
