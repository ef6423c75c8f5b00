package io.phiwatch.ingest.adapter.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the texts of a body in which people write what they like. */
final class ShopifyTexts {
    private static final Set<String> FREE = Set.of(
            "note",
            "notes",
            "customer_note",
            "message",
            "email",
            "contact_email",
            "phone",
            "receipt_email",
            "gift_message",
            "tags",
            "email_address");
    private static final Set<String> CATALOG = Set.of("title", "body_html", "handle", "description", "vendor");
    private static final Set<String> NAMED = Set.of("note_attributes", "properties", "attributes", "custom_attributes");
    private static final Set<String> URLS = Set.of("landing_site", "landing_site_ref", "page_url");
    private static final int MOST = 1_000;

    private final boolean catalog;
    private final List<Scannable> texts = new ArrayList<>();

    private ShopifyTexts(boolean catalog) {
        this.catalog = catalog;
    }

    static List<Scannable> of(JsonNode body, boolean catalog) {
        ShopifyTexts collected = new ShopifyTexts(catalog);
        collected.walk(body);
        return collected.texts;
    }

    private void walk(JsonNode node) {
        if (node.isArray()) {
            node.forEach(this::walk);
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                read(field.getKey(), field.getValue());
            }
        }
    }

    private void read(String name, JsonNode value) {
        if (texts.size() >= MOST) {
            return;
        }
        if (NAMED.contains(name) && value.isContainerNode()) {
            named(value);
        } else if (value.isContainerNode()) {
            walk(value);
        } else if (FREE.contains(name)) {
            add(catalog ? "catalog" : "body", name, JsonPayload.text(value));
        } else if (catalog && CATALOG.contains(name)) {
            add("catalog", name, JsonPayload.text(value));
        } else if (URLS.contains(name)) {
            texts.addAll(UrlScan.texts("url", UrlText.of(JsonPayload.text(value))));
        } else if (name.equals("referring_site")) {
            texts.addAll(UrlScan.texts("referrer", UrlText.of(JsonPayload.text(value))));
        }
    }

    /** Answers of forms: {@code [{"name": question, "value": answer}]}, or an object of them. */
    private void named(JsonNode answers) {
        if (answers.isObject()) {
            answers.properties().forEach(answer -> add("body", answer.getKey(), JsonPayload.text(answer.getValue())));
            return;
        }
        for (JsonNode answer : answers) {
            String name = JsonPayload.first(JsonPayload.text(answer, "name"), JsonPayload.text(answer, "key"));
            add("body", name, JsonPayload.text(answer, "value"));
        }
    }

    private void add(String place, String field, String text) {
        if (!text.isEmpty()) {
            texts.add(new Scannable(place, field, Phi.of(text)));
        }
    }
}
