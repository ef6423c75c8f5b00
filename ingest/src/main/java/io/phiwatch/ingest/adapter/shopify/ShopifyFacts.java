package io.phiwatch.ingest.adapter.shopify;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The facts of a body that are never PHI. */
final class ShopifyFacts {
    /** Roots of bulk queries that take people's data along. */
    private static final List<String> ROOTS = List.of("customers", "orders", "draftOrders", "abandonedCheckouts");

    private ShopifyFacts() {}

    static void addTo(EventDraft draft, Topic topic, JsonNode body) {
        draft.attribute("status", label(first(text(body, "status"), text(body, "financial_status"))));
        draft.attribute(
                "amount",
                ClearText.decimal(first(
                        text(body, "total_price"),
                        text(body, "amount"),
                        text(body.path("transactions").path(0), "amount"))));
        draft.attribute("currency", ClearText.name(text(body, "currency")));
        draft.attribute("source_name", ClearText.name(text(body, "source_name")));
        draft.attribute(
                "payment_method",
                label(first(
                        text(body, "gateway"),
                        text(body.path("payment_gateway_names").path(0)))));
        switch (topic.resource()) {
            case "customers", "shop" -> privacy(draft, topic, body);
            case "bulk_operations" -> export(draft, body);
            case "app", "app_installations", "access_scopes", "storefront_access_tokens" -> app(draft, body);
            case "app_subscriptions" -> subscription(draft, body.path("app_subscription"));
            case "products" -> draft.attribute("visibility", ClearText.name(text(body, "published_scope")));
            case "themes" -> draft.attribute("role", ClearText.name(text(body, "role")));
            case "users" -> user(draft, body);
            case "webhooks" -> webhook(draft, body);
            case "customers_email_marketing_consent" ->
                draft.attribute("consent", label(text(body, "email_marketing_consent", "state")));
            default -> draft.attribute("reason", label(text(body, "cancel_reason")));
        }
    }

    private static Optional<String> label(String text) {
        return ClearText.label(text);
    }

    private static void privacy(EventDraft draft, Topic topic, JsonNode body) {
        if (topic.verb().equals("data_request")) {
            draft.attributes.put("privacy_request", "access");
            draft.recordsCount = (long) body.path("orders_requested").size();
        } else if (topic.verb().equals("redact")) {
            draft.attributes.put("privacy_request", "erasure");
            draft.recordsCount = (long) body.path("orders_to_redact").size();
        }
    }

    /** The webhook says no size; the node that is asked for after it does, and the query too. */
    private static void export(EventDraft draft, JsonNode body) {
        number(text(body, "objectCount")).ifPresent(count -> draft.recordsCount = count);
        number(text(body, "fileSize")).ifPresent(size -> draft.bytes = size);
        String query = text(body, "query");
        draft.attribute(
                "exported",
                ClearText.labels(ROOTS.stream().filter(query::contains).toList()));
        draft.attribute("type", label(text(body, "type")));
        draft.attribute("error", label(first(text(body, "error_code"), text(body, "errorCode"))));
    }

    private static Optional<Long> number(String digits) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 15 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    private static void app(EventDraft draft, JsonNode body) {
        draft.attribute("app", label(first(text(body, "app", "handle"), text(body, "app", "title"))));
        draft.attribute("vendor", label(text(body, "app", "developerName")));
        List<String> scopes = new ArrayList<>();
        Stream.of("current", "accessScopes", "scopes")
                .flatMap(name -> body.path(name).valueStream())
                .forEach(scope -> scopes.add(first(text(scope), text(scope, "handle"))));
        scopes.add(first(text(body, "handle"), text(body, "access_scope")));
        body.path("previous").forEach(before -> scopes.remove(text(before)));
        draft.attribute("scopes", scopes(scopes));
    }

    /** What may be read and written; underscores stay, as Shopify writes them. */
    private static Optional<String> scopes(List<String> scopes) {
        List<String> clear =
                scopes.stream().flatMap(scope -> ClearText.name(scope).stream()).toList();
        return clear.isEmpty() ? Optional.empty() : Optional.of(String.join(",", clear));
    }

    private static void subscription(EventDraft draft, JsonNode subscription) {
        draft.attribute("app", label(text(subscription, "name")));
        draft.attribute("status", label(text(subscription, "status")));
    }

    private static void user(EventDraft draft, JsonNode body) {
        draft.attribute("role", label(text(body, "account_owner").equals("true") ? "owner" : text(body, "user_type")));
        List<String> permissions = new ArrayList<>();
        body.path("permissions").forEach(permission -> permissions.add(text(permission)));
        draft.attribute("permissions", scopes(permissions));
        draft.attribute("mfa_enabled", ClearText.name(text(body, "tfa_enabled?").toLowerCase(Locale.ROOT)));
    }

    private static void webhook(EventDraft draft, JsonNode body) {
        draft.sentTo(first(text(body, "address"), text(body, "uri"), text(body, "endpoint", "callbackUrl")));
        draft.attribute("topic", ClearText.name(text(body, "topic")));
    }
}
