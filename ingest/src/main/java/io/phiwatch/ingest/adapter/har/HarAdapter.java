package io.phiwatch.ingest.adapter.har;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.PageRequests;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads HAR 1.2 files, whole or as a list of entries: each request that left the browser is an event. See
 * docs/adapters/har.md and <a href="http://www.softwareishard.com/blog/har-12-spec/">the format</a>.
 */
public final class HarAdapter implements Adapter {
    private final PageRequests requests;

    public HarAdapter(PhiScanner scanner, Trackers trackers) {
        this.requests = new PageRequests(scanner, trackers);
    }

    @Override
    public String platform() {
        return "har";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    /** A file that is sent again is another crawl, as far as anybody can tell. */
    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Optional<JsonNode> json = JsonPayload.parse(delivery.body());
        if (json.isEmpty()) {
            return List.of(new Parsed.Rejected(Reason.MALFORMED_JSON, null, delivery.body()));
        }
        JsonNode root = json.get();
        JsonNode entries = root.isArray() ? root : JsonPayload.at(root, "log", "entries");
        if (!entries.isArray()) {
            return List.of(new Parsed.Rejected(Reason.NOT_AN_EVENT, "log.entries", delivery.body()));
        }
        Map<String, String> documents = documents(entries);
        List<Parsed> parsed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (PageRequests.leavesBrowser(text(entries.path(i), "request", "url"))) {
                parsed.add(parse(entries.path(i), delivery.id() + ':' + i, documents));
            }
        }
        return parsed;
    }

    /** Address of each page by its id: browsers list the document first. */
    private static Map<String, String> documents(JsonNode entries) {
        Map<String, String> documents = new HashMap<>();
        for (JsonNode entry : entries) {
            String page = text(entry, "pageref");
            if (!page.isEmpty()) {
                documents.putIfAbsent(page, text(entry, "request", "url"));
            }
        }
        return documents;
    }

    private Parsed parse(JsonNode entry, String id, Map<String, String> documents) {
        byte[] raw = JsonPayload.bytes(entry);
        JsonNode request = entry.path("request");
        Optional<Instant> time = JsonPayload.time(text(entry, "startedDateTime"));
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "startedDateTime", raw);
        }
        String referrer = header(request, "referer");
        String page = JsonPayload.first(
                documents.getOrDefault(text(entry, "pageref"), ""), referrer, header(request, "origin"));
        EventDraft draft = requests.draft(id, time.get(), page, text(request, "url"));
        requests.addReferrer(draft, referrer);
        requests.addBody(draft, body(request.path("postData")));
        draft.actionNative = PageRequests.word(text(request, "method")).orElse(null);
        PageRequests.word(text(entry, "_resourceType")).ifPresent(type -> draft.attributes.put("resource", type));
        long size = request.path("bodySize").asLong(-1);
        draft.bytes = size < 0 ? null : size;
        requests.addStatus(draft, entry.path("response").path("status"));
        return new Parsed.Event(draft, raw);
    }

    private static String header(JsonNode request, String name) {
        for (JsonNode header : request.path("headers")) {
            if (text(header, "name").equalsIgnoreCase(name)) {
                return text(header, "value");
            }
        }
        return "";
    }

    /** Text as it was sent, or the fields of a form as a query. */
    private static String body(JsonNode postData) {
        String body = text(postData, "text");
        if (!body.isEmpty()) {
            return body;
        }
        StringBuilder form = new StringBuilder();
        for (JsonNode field : postData.path("params")) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(text(field, "name"), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(text(field, "value"), StandardCharsets.UTF_8));
        }
        return form.toString();
    }
}
