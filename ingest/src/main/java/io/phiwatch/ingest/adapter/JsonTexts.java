package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects every text and number of a JSON body for the scanner, each under the name of its field: card numbers and
 * forms' answers stand where nobody expects them. Answers in lists of {@code {"name": …, "value": …}} stand under the
 * name of their question. Links are left out, but for those of pages that people visited.
 */
public final class JsonTexts {
    private static final int MOST = 5_000;
    private static final String[] NAMES = {"name", "key", "attribute_code", "code"};
    /** Names of fields with the pages that people visited, and the place that their parts count for. */
    private static final Map<String, String> PAGES = Map.of(
            "landing_site", "url",
            "landing_site_ref", "url",
            "page_url", "url",
            "path_info", "url",
            "request_uri", "url",
            "uri", "url",
            "referring_site", "referrer",
            "referrer", "referrer",
            "referer", "referrer");

    private final String place;
    private final List<Scannable> texts = new ArrayList<>();

    private JsonTexts(String place) {
        this.place = place;
    }

    /**
     * The texts, in order; at most 5,000 of them.
     *
     * @param place what texts that are no pages count for: body, catalog or log
     */
    public static List<Scannable> of(JsonNode body, String place) {
        JsonTexts collected = new JsonTexts(place);
        collected.walk("", body);
        return collected.texts;
    }

    private void walk(String name, JsonNode node) {
        if (texts.size() >= MOST) {
            return;
        }
        if (node.isArray()) {
            node.forEach(element -> walk(name, element));
        } else if (node.isObject()) {
            String question = node.has("value") ? question(node) : "";
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                boolean answer = !question.isEmpty() && field.getKey().equals("value");
                walk(answer ? question : field.getKey(), field.getValue());
            }
        } else if (!node.isBoolean()) {
            add(name, JsonPayload.text(node));
        }
    }

    private static String question(JsonNode pair) {
        for (String name : NAMES) {
            String question = JsonPayload.text(pair, name);
            if (!question.isEmpty()) {
                return question;
            }
        }
        return "";
    }

    private void add(String name, String text) {
        String page = PAGES.get(name);
        if (page != null) {
            texts.addAll(UrlScan.texts(page, UrlText.of(text)));
        } else if (!text.isEmpty() && !text.startsWith("https://") && !text.startsWith("http://")) {
            texts.add(new Scannable(place, name, Phi.of(text)));
        }
    }
}
