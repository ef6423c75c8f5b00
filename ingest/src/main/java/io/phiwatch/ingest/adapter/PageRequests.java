package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.destination.HostNames;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns what a page sent into events: where to, from which route, with what in it. Thread-safe. */
public final class PageRequests {
    private static final List<String> SENDING = List.of("https://", "http://", "wss://", "ws://");

    private final RouteTemplate routes;
    private final ParameterNames parameters;
    private final Trackers trackers;

    public PageRequests(PhiScanner scanner, Trackers trackers) {
        this.routes = new RouteTemplate(scanner);
        this.parameters = new ParameterNames(scanner);
        this.trackers = trackers;
    }

    /** Whether a URL sends something somewhere; {@code data:}, {@code blob:} and extensions' do not. */
    public static boolean leavesBrowser(String url) {
        String lower = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        return SENDING.stream().anyMatch(lower::startsWith);
    }

    /** A request from a page, which may be empty where it is not known. */
    public EventDraft draft(String id, Instant time, String page, String url) {
        UrlText target = UrlText.of(url);
        UrlText from = UrlText.of(page);
        EventDraft draft = new EventDraft(id, time, Action.transmit);
        draft.actorKind = ActorKind.anonymous;
        draft.objectType = "route";
        draft.objectId = page.isEmpty() ? "{unknown}" : routes.of(from);
        draft.pageHost = HostNames.of(from.host()).orElse(null);
        if (leavesBrowser(url)) {
            draft.destinationHost = HostNames.of(target.host()).orElse(null);
            draft.transportEncrypted =
                    url.regionMatches(true, 0, "https:", 0, 6) || url.regionMatches(true, 0, "wss:", 0, 4);
            trackers.vendorOf(target).ifPresent(vendor -> draft.attributes.put("tracker", vendor));
        }
        if (draft.pageHost != null) {
            draft.attributes.put("host", draft.pageHost);
        }
        draft.texts.addAll(UrlScan.texts("url", target));
        addParameter(draft, draft.texts.subList(target.segments().size(), draft.texts.size()));
        return draft;
    }

    /** What the browser told as the page before. */
    public void addReferrer(EventDraft draft, String referrer) {
        draft.texts.addAll(UrlScan.texts("referrer", UrlText.of(referrer)));
    }

    /** What was sent behind the headers. */
    public void addBody(EventDraft draft, String body) {
        List<Scannable> texts = BodyScan.texts("body", body);
        draft.texts.addAll(texts);
        addParameter(draft, texts);
    }

    /** A request without an answer was blocked or failed; one with any answer has arrived. */
    public void addStatus(EventDraft draft, JsonNode status) {
        int code = status.asInt(0);
        draft.outcome = code == 0 ? Outcome.failure : Outcome.success;
        if (code > 0 && code < 1_000) {
            draft.attributes.put("status", String.format(Locale.ROOT, "%03d", code));
        }
    }

    /** A word of the browser's, such as a method or a type. */
    public static Optional<String> word(String text) {
        return text.isEmpty() ? Optional.empty() : ClearText.name(text);
    }

    private void addParameter(EventDraft draft, List<Scannable> texts) {
        parameters
                .firstWithPhi(texts.stream()
                        .map(text ->
                                new UrlText.Parameter(text.field(), text.text().reveal())))
                .ifPresent(name -> draft.attributes.putIfAbsent("parameter", name));
    }
}
