package io.phiwatch.ingest.adapter.weblog;

import static io.phiwatch.ingest.adapter.JsonPayload.phi;

import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.ParameterNames;
import io.phiwatch.ingest.adapter.RouteTemplate;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.destination.HostNames;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what an access line means. Thread-safe. */
public final class WeblogEvents {
    private static final Set<String> LOGIN = Set.of(
            "login", "signin", "sign-in", "sign_in", "logon", "wp-login.php", "login.php", "authenticate", "loginpost");
    private static final Set<String> LOGOUT = Set.of("logout", "signout", "sign-out", "sign_out", "logoff");
    private static final Set<String> EXPORT = Set.of("export", "export.php", "gridtocsv", "gridtoxml", "$export");
    private static final Set<String> ADMIN = Set.of("admin", "wp-admin", "administrator", "backend", "backoffice");
    private static final Set<String> PORTAL = Set.of("portal", "fhir", "patient-portal", "myhealth");
    private static final Set<String> CHECKOUT = Set.of("checkout", "checkouts", "cart", "payment", "payments");
    private static final Set<String> ENCRYPTED = Set.of("https", "h2", "wss", "grpcs");
    private static final Set<String> TELEHEALTH = Set.of("telehealth", "visit", "video-visit", "televisit");

    private final ParameterNames parameters;
    private final RouteTemplate routes;

    public WeblogEvents(PhiScanner scanner) {
        this.parameters = new ParameterNames(scanner);
        this.routes = new RouteTemplate(scanner);
    }

    /** What an access line says. */
    public EventDraft draft(String id, AccessLine line, Instant time, Source source) {
        return draft(id, line, time, source, null);
    }

    private EventDraft draft(String id, AccessLine line, Instant time, Source source, @Nullable Action known) {
        UrlText url = UrlText.of(line.target());
        List<String> path = url.segments().stream()
                .map(segment -> segment.toLowerCase(Locale.ROOT))
                .toList();
        Surface surface = surface(path, source.surface());
        EventDraft draft = new EventDraft(id, time, known == null ? action(line, path, surface) : known);
        draft.surface = surface;
        draft.outcome = outcome(line, draft.action, path);
        draft.actionNative = line.method().isEmpty() ? null : line.method();
        draft.objectType = "route";
        draft.objectId = line.target().isEmpty() ? "{unreadable}" : routes.of(url);
        draft.clientAddress = phi(firstAddress(line.client()));
        draft.userAgent = phi(line.userAgent());
        draft.bytes = line.bytes();
        draft.transportEncrypted = line.scheme().isEmpty() ? null : ENCRYPTED.contains(line.scheme());
        if (!line.user().isEmpty()) {
            draft.actor = Phi.of(line.user());
            draft.actorKind = surface == Surface.admin ? ActorKind.staff : ActorKind.patient;
        }
        UrlText referrer = UrlText.of(line.referrer());
        if (line.host().isEmpty()) {
            // only a forward proxy is asked for whole URLs, and it names no host of its own
            draft.destinationHost = HostNames.of(url.host()).orElse(null);
            draft.pageHost = HostNames.of(referrer.host()).orElse(null);
        }
        draft.texts.addAll(UrlScan.texts("url", url));
        draft.texts.addAll(UrlScan.texts("referrer", referrer));
        attributes(draft, line);
        parameters
                .firstWithPhi(Stream.concat(url.parameters().stream(), referrer.parameters().stream()))
                .ifPresent(name -> draft.attributes.put("parameter", name));
        return draft;
    }

    /**
     * What a line of an error log says. The access log tells the same request: only a failed login counts as one here.
     */
    EventDraft draft(String id, ErrorLine line, Instant time, Source source) {
        Action action = line.kind().equals("auth_failed") ? Action.login : Action.other;
        EventDraft error = draft(id, line.access(), time, source, action);
        error.outcome = line.isDenied() ? Outcome.denied : Outcome.failure;
        error.actionNative = "error_log";
        error.attributes.put("level", line.level());
        error.attributes.put("error", line.kind());
        if (!line.securityRule().isEmpty()) {
            error.attributes.put("security_rule", line.securityRule());
        }
        error.texts.add(new EventDraft.Scannable("log", "", Phi.of(line.message())));
        return error;
    }

    private static void attributes(EventDraft draft, AccessLine line) {
        if (!line.method().isEmpty()) {
            draft.attributes.put("method", line.method());
        }
        if (line.status() != null) {
            draft.attributes.put("status", String.format(Locale.ROOT, "%03d", line.status()));
        }
        hostName(line.host()).ifPresent(host -> draft.attributes.put("host", host));
    }

    private static Optional<String> hostName(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        boolean plain = !lower.isEmpty()
                && lower.length() <= 100
                && lower.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':');
        return plain ? Optional.of(lower) : Optional.empty();
    }

    /** Of a chain of proxies, the one that claims to be the client. */
    private static String firstAddress(String client) {
        int comma = client.indexOf(',');
        return AccessLine.Builder.given(
                comma < 0 ? client : client.substring(0, comma).strip());
    }

    private static Surface surface(List<String> path, Surface configured) {
        return path.stream().flatMap(WeblogEvents::surfaceOf).findFirst().orElse(configured);
    }

    private static Stream<Surface> surfaceOf(String segment) {
        if (ADMIN.contains(segment) || segment.startsWith("admin_")) {
            return Stream.of(Surface.admin);
        }
        if (CHECKOUT.contains(segment)) {
            return Stream.of(Surface.checkout);
        }
        if (PORTAL.contains(segment)) {
            return Stream.of(Surface.portal);
        }
        return TELEHEALTH.contains(segment) ? Stream.of(Surface.telehealth) : Stream.empty();
    }

    private static Action action(AccessLine line, List<String> path, Surface surface) {
        if (path.stream().anyMatch(LOGOUT::contains)) {
            return Action.logout;
        }
        boolean exports = surface == Surface.admin || surface == Surface.portal;
        if (exports && path.stream().anyMatch(EXPORT::contains)) {
            return Action.export;
        }
        return switch (line.method()) {
            case "POST" -> path.stream().anyMatch(LOGIN::contains) ? Action.login : Action.create;
            case "PUT", "PATCH" -> Action.update;
            case "DELETE" -> Action.delete;
            case "" -> Action.other;
            default -> Action.read;
        };
    }

    private static Outcome outcome(AccessLine line, Action action, List<String> path) {
        int status = line.status() == null ? 200 : line.status();
        if (status == 403 || (status == 401 && action != Action.login)) {
            return Outcome.denied;
        }
        // WordPress answers a wrong password with the form again, a right one with a redirect
        boolean formAgain = action == Action.login && status == 200 && path.contains("wp-login.php");
        return status >= 400 || status == 0 || formAgain ? Outcome.failure : Outcome.success;
    }
}
