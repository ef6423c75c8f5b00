package io.phiwatch.ingest.adapter.csp;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
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
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.schema.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads reports of violated content security policies: {@code report-uri} bodies, batches of the Reporting API, and
 * those of the collector script, which have the Reporting API's shape. Anybody who saw the page knows the token: reports
 * are hints. See docs/adapters/csp-report.md and <a href="https://www.w3.org/TR/CSP3/#reporting">CSP level 3</a>.
 */
public final class CspReportAdapter implements Adapter {
    private static final String CSP = "csp-violation";
    private static final long MOST_AGE_MILLIS = Duration.ofDays(7).toMillis();

    private final PageRequests requests;

    public CspReportAdapter(PhiScanner scanner, Trackers trackers) {
        this.requests = new PageRequests(scanner, trackers);
    }

    @Override
    public String platform() {
        return "csp-report";
    }

    /** Browsers send no headers of ours: the secret stands in the URL. */
    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isSecret(delivery.token(), source.secrets());
    }

    @Override
    public boolean isFromBrowsers() {
        return true;
    }

    /** Reports have no ids. */
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
        List<JsonNode> reports = JsonPayload.items(json.get());
        List<Parsed> parsed = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            parsed.add(parse(reports.get(i), delivery, delivery.id() + ':' + i));
        }
        return parsed;
    }

    private Parsed parse(JsonNode report, Delivery delivery, String id) {
        byte[] raw = JsonPayload.bytes(report);
        JsonNode old = report.path("csp-report");
        JsonNode body = old.isObject() ? old : report.path("body");
        if (!body.isObject() || (!old.isObject() && !text(report, "type").equals(CSP))) {
            // network errors and deprecations come to the same address
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, "type", raw);
        }
        String page = first(text(body, "documentURL"), text(body, "document-uri"), text(report, "url"));
        if (page.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_FIELD, "documentURL", raw);
        }
        String blocked = first(text(body, "blockedURL"), text(body, "blocked-uri"));
        EventDraft draft = requests.draft(id, time(report, delivery), page, blocked);
        draft.texts.addAll(UrlScan.texts("referrer", UrlText.of(page)));
        requests.addReferrer(draft, text(body, "referrer"));
        requests.addBody(draft, first(text(body, "sample"), text(body, "script-sample")));
        draft.actionNative = CSP;
        draft.userAgent = phi(
                first(text(report, "user_agent"), delivery.header("User-Agent").orElse("")));
        draft.clientAddress = phi(delivery.header(Delivery.CLIENT_ADDRESS).orElse(""));
        addAttributes(draft, body, blocked);
        return new Parsed.Event(draft, raw);
    }

    private static void addAttributes(EventDraft draft, JsonNode body, String blocked) {
        String disposition = text(body, "disposition");
        // a policy that only reports has let it through; old browsers do not tell, and then it counts as sent
        draft.outcome = disposition.equals("enforce") ? Outcome.denied : Outcome.success;
        PageRequests.word(disposition).ifPresent(word -> draft.attributes.put("disposition", word));
        String directive = first(
                text(body, "effectiveDirective"), text(body, "effective-directive"), text(body, "violated-directive"));
        PageRequests.word(directive.split(" ", 2)[0]).ifPresent(word -> draft.attributes.put("directive", word));
        if (!PageRequests.leavesBrowser(blocked)) {
            draft.attributes.put("blocked", kind(blocked));
        }
    }

    /** What was blocked where it is no host: inline code, {@code eval}, data, or something of the visitor's own. */
    private static String kind(String blocked) {
        String scheme = blocked.split(":", 2)[0].toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "inline", "eval", "wasm-eval", "data", "blob", "self", "about" -> scheme;
            default -> scheme.endsWith("extension") ? "extension" : "other";
        };
    }

    /** The Reporting API says how old a report is; the others come at once. */
    private static Instant time(JsonNode report, Delivery delivery) {
        long age = report.path("age").asLong(0);
        return delivery.received().minusMillis(Math.max(0, Math.min(age, MOST_AGE_MILLIS)));
    }
}
