package io.phiwatch.ingest.adapter.magento;

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
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an event or a webhook of Commerce says. The fields are those that its subscription asks for, so that none can be
 * relied on.
 */
final class MagentoEvent {
    private static final List<String> PARTS = List.of("order", "quote", "oopQuote", "invoice", "creditmemo", "product");

    private final MagentoEventName name;
    private final JsonNode value;
    /** The value and the things in it. */
    private final List<JsonNode> nodes;

    private MagentoEvent(MagentoEventName name, JsonNode value) {
        this.name = name;
        this.value = value;
        this.nodes = Stream.concat(Stream.of(value), PARTS.stream().map(value::path))
                .filter(JsonNode::isObject)
                .toList();
    }

    static EventDraft draft(String id, Instant time, MagentoEventName name, JsonNode value) {
        return new MagentoEvent(name, value).draft(id, time);
    }

    private EventDraft draft(String id, Instant time) {
        Action action = isNew() ? MagentoEventName.action(name.thing(), Action.create) : name.action();
        EventDraft draft = new EventDraft(id, time, action);
        draft.actionNative = name.name();
        draft.surface = name.surface();
        draft.outcome = name.outcome();
        draft.objectType = name.thing();
        people(draft);
        object(draft);
        draft.clientAddress = phi(first(
                field("remote_ip"),
                field("ip"),
                text(value, "request", "client_ip"),
                text(value, "request", "remote_addr")));
        draft.userAgent = phi(first(field("user_agent"), text(value, "request", "user_agent")));
        draft.attribute("visibility", ClearText.name(field("visibility")));
        draft.attribute("active", ClearText.name(field("is_active")));
        draft.attribute("setting", ClearText.name(name.section()));
        draft.attribute("status", ClearText.name(field("status")));
        draft.attribute("payment_method", ClearText.name(text(value, "payment", "method")));
        draft.attribute("currency", ClearText.name(field("order_currency_code")));
        draft.attribute("amount", ClearText.decimal(first(field("grand_total"), field("amount_paid"))));
        draft.texts.addAll(JsonTexts.of(value, name.isCatalog() ? "catalog" : "body"));
        return draft;
    }

    /** A saved thing that was created and changed at the same moment is new. */
    private boolean isNew() {
        String created = field("created_at");
        return name.action() == Action.update && !created.isEmpty() && created.equals(field("updated_at"));
    }

    private void people(EventDraft draft) {
        String customer = customer();
        if (!customer.isEmpty()) {
            draft.patients.add(Phi.of(customer));
        }
        // names of accounts that were changed are not the editor's, and those in the shop may be patients'
        boolean own = name.thing().equals("account");
        String staff = first(
                own ? field("user_name") : "",
                own ? field("username") : "",
                text(value, "admin", "username"),
                text(value, "user", "username"),
                text(value, "admin", "id"));
        if (!staff.isEmpty() || name.surface() == Surface.admin || name.isCatalog()) {
            draft.actor = phi(staff);
            draft.actorKind = staff.isEmpty() ? ActorKind.service : ActorKind.staff;
        } else if (!customer.isEmpty() && isByCustomer(draft.action)) {
            draft.actor = Phi.of(customer);
            draft.actorKind = ActorKind.patient;
        }
    }

    private boolean isByCustomer(Action action) {
        boolean session = action == Action.login || action == Action.logout || action == Action.pay;
        return session || name.thing().equals("cart") || (action == Action.create && !name.isCatalog());
    }

    /** Id of the customer; a guest has none and is known by the address given. */
    private String customer() {
        String own = name.isAboutCustomer() ? first(text(value, "entity_id"), text(value, "id")) : "";
        String id = first(
                field("customer_id"),
                nested("id"),
                nested("entity_id"),
                own.isEmpty() && name.isAboutCustomer() ? field("email") : own);
        return first(id.equals("0") ? "" : id, field("customer_email"), nested("email"));
    }

    private String nested(String field) {
        return nodes.stream()
                .map(node -> text(node, "customer", field))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void object(EventDraft draft) {
        String id = first(field("entity_id"), field("id"), field("rule_id"), field("quote_id"));
        if (name.isAboutCustomer()) {
            draft.objectPerson = phi(customer());
        } else if (name.surface() == Surface.checkout
                || name.thing().equals("account")
                || name.thing().equals("user")) {
            draft.objectPerson = phi(first(id, field("user_id"), field("user_name"), field("username")));
        } else {
            draft.objectId = ClearText.name(id).orElse(null);
        }
    }

    private String field(String field) {
        return nodes.stream()
                .map(node -> text(node, field))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }
}
