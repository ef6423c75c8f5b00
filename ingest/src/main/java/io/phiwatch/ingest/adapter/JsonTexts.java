package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects the texts of a platform's JSON body for the scanner. Links are left out, but for those of pages that people
 * visited: platforms write links into everything.
 */
public final class JsonTexts {
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

    private JsonTexts() {}

    /**
     * The texts, in order; of at most 5,000 values.
     *
     * @param place what texts that are no pages count for: body, catalog or log
     */
    public static List<Scannable> of(JsonNode body, String place) {
        List<Scannable> texts = new ArrayList<>();
        JsonLeaves.each("", body, (name, text) -> {
            String page = PAGES.get(name);
            if (page != null) {
                texts.addAll(UrlScan.texts(page, UrlText.of(text)));
            } else if (!BodyScan.isLink(text)) {
                texts.add(new Scannable(place, name, Phi.of(text)));
            }
        });
        return texts;
    }
}
