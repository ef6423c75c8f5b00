package io.phiwatch.ingest.adapter.shopify;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the body of a webhook says. */
final class ShopifyWebhook {
    /** Their status says how the thing ended, not which stage it is in. */
    private static final Set<String> REPORTING =
            Set.of("order_transactions", "tender_transactions", "refunds", "bulk_operations");

    private static final Set<String> FAILED = Set.of("failure", "error", "failed");

    private static final Set<String> OWNERS = Set.of("customer", "order", "draft_order", "company");

    private ShopifyWebhook() {}

    static EventDraft draft(String id, Instant time, Topic topic, JsonNode body) {
        // bulk mutations write, and take nothing out
        boolean writes =
                topic.resource().equals("bulk_operations") && text(body, "type").equalsIgnoreCase("mutation");
        EventDraft draft = new EventDraft(id, time, writes ? Action.update : topic.action());
        fill(draft, topic, body);
        ShopifyFacts.addTo(draft, topic, body);
        return draft;
    }

    private static void fill(EventDraft draft, Topic topic, JsonNode body) {
        draft.actionNative = topic.name();
        draft.surface = topic.surface();
        draft.outcome = outcome(topic, body);
        draft.objectType = topic.thing();
        object(draft, topic, body);
        patients(draft, topic, body);
        actor(draft, topic, body);
        draft.clientAddress = phi(first(text(body, "client_details", "browser_ip"), text(body, "browser_ip")));
        draft.userAgent = phi(text(body, "client_details", "user_agent"));
        draft.session = phi(first(text(body, "checkout_token"), text(body, "cart_token"), cartToken(topic, body)));
        if (!topic.isAboutShop()) {
            draft.texts.addAll(JsonTexts.of(body, topic.isCatalog() && !isOfPerson(body) ? "catalog" : "body"));
        }
    }

    /** Metafields belong to products and shops, which show them, or to people and orders, which don't. */
    private static boolean isOfPerson(JsonNode body) {
        return OWNERS.contains(text(body, "owner_resource").toLowerCase(Locale.ROOT));
    }

    private static Outcome outcome(Topic topic, JsonNode body) {
        boolean reported = REPORTING.contains(topic.resource()) || topic.verb().equals("merge");
        if (topic.verb().equals("failure")) {
            return Outcome.failure;
        }
        return reported && FAILED.contains(text(body, "status")) ? Outcome.failure : Outcome.success;
    }

    private static String cartToken(Topic topic, JsonNode body) {
        return topic.resource().equals("carts") || topic.resource().equals("checkouts") ? text(body, "token") : "";
    }

    private static void object(EventDraft draft, Topic topic, JsonNode body) {
        String id = first(
                numberOf(text(body, "id")),
                number(text(body, "admin_graphql_api_id")),
                number(text(body, "app_subscription", "admin_graphql_api_id")),
                number(text(body, "original_fulfillment_order", "id")),
                text(body, "shop_id"));
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
                numberOf(first(text(body, "customer_id"), text(body, "customerId"))),
                number(text(body, "admin_graphql_api_customer_id")),
                text(body, "owner_resource").equals("customer") ? text(body, "owner_id") : "",
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
        } else if (topic.surface() == Surface.admin || topic.isCatalog()) {
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

    /** The number of a global id, or an id as it is. */
    private static String numberOf(String id) {
        return id.startsWith("gid:") ? number(id) : id;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
