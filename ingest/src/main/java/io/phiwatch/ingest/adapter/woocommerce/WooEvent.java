package io.phiwatch.ingest.adapter.woocommerce;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.Set;

/** What a webhook's body says: a resource of the REST API wc/v3 (woocommerce.github.io/woocommerce-rest-api-docs). */
final class WooEvent {
    /** Roles of people who only buy; all others can see what others bought. */
    private static final Set<String> BUYERS = Set.of("", "customer", "subscriber");

    private static final Set<String> PAID = Set.of("processing", "completed");
    private static final Set<String> BY_CUSTOMER = Set.of("checkout", "store-api");

    private final WooTopic topic;
    private final JsonNode body;

    private WooEvent(WooTopic topic, JsonNode body) {
        this.topic = topic;
        this.body = body;
    }

    static EventDraft draft(String id, Instant time, WooTopic topic, JsonNode body) {
        return new WooEvent(topic, body).draft(id, time);
    }

    private EventDraft draft(String id, Instant time) {
        EventDraft draft = new EventDraft(id, time, action());
        draft.actionNative = topic.name();
        draft.surface = topic.surface();
        draft.outcome = isFailedOrder() ? Outcome.failure : Outcome.success;
        draft.objectType = topic.isHook() ? "hook" : topic.resource();
        people(draft);
        draft.clientAddress = phi(text(body, "customer_ip_address"));
        draft.userAgent = phi(text(body, "customer_user_agent"));
        facts(draft);
        if (topic.isWebhook()) {
            draft.sentTo(text(body, "delivery_url"));
            draft.attribute("topic", ClearText.name(text(body, "topic")));
        } else {
            draft.texts.addAll(JsonTexts.of(body, topic.isCatalog() ? "catalog" : "body"));
        }
        return draft;
    }

    /** What became of an order stands in its status; it was paid by this change if both have the same time. */
    private Action action() {
        if (topic.isCustomer() && topic.action() == Action.create && !isBuyer()) {
            return Action.grant;
        }
        if (!topic.isOrder() || topic.action() != Action.update) {
            return topic.action();
        }
        String status = text(body, "status");
        String paid = text(body, "date_paid_gmt");
        boolean nowPaid = PAID.contains(status) && !paid.isEmpty() && paid.equals(text(body, "date_modified_gmt"));
        if (status.equals("refunded")) {
            return Action.refund;
        }
        return nowPaid || status.equals("failed") ? Action.pay : Action.update;
    }

    private boolean isFailedOrder() {
        return topic.isOrder()
                && topic.action() == Action.update
                && text(body, "status").equals("failed");
    }

    private boolean isBuyer() {
        return BUYERS.contains(text(body, "role"));
    }

    private void people(EventDraft draft) {
        String customer = customer();
        if (!customer.isEmpty() && isBuyer()) {
            draft.patients.add(Phi.of(customer));
        }
        String id = text(body, "id");
        if (topic.isCatalog() || topic.isWebhook()) {
            draft.objectId = ClearText.name(id).orElse(null);
        } else {
            draft.objectPerson = phi(topic.isCustomer() ? customer : id);
        }
        String refunder = text(body, "refunded_by");
        boolean bought = topic.isOrder() && BY_CUSTOMER.contains(text(body, "created_via"));
        if (!refunder.isEmpty() && !refunder.equals("0")) {
            draft.actorKind = ActorKind.staff;
            draft.actor = Phi.of(refunder);
        } else if (!customer.isEmpty() && bought && (draft.action == Action.create || draft.action == Action.pay)) {
            draft.actorKind = ActorKind.patient;
            draft.actor = Phi.of(customer);
        } else {
            draft.actorKind = text(body, "created_via").equals("rest-api") ? ActorKind.app : ActorKind.service;
        }
    }

    /** Id of the customer; a guest's is 0, and he is known by the address given. */
    private String customer() {
        String id = topic.isCustomer() ? text(body, "id") : text(body, "customer_id");
        return first(id.equals("0") ? "" : id, text(body, "billing", "email"));
    }

    private void facts(EventDraft draft) {
        draft.attribute("status", ClearText.name(text(body, "status")));
        draft.attribute("visibility", ClearText.name(text(body, "catalog_visibility")));
        draft.attribute("role", ClearText.name(text(body, "role")));
        draft.attribute("payment_method", ClearText.name(text(body, "payment_method")));
        draft.attribute("created_via", ClearText.name(text(body, "created_via")));
        draft.attribute("currency", ClearText.name(text(body, "currency")));
        draft.attribute("amount", ClearText.decimal(first(text(body, "total"), text(body, "amount"))));
    }
}
