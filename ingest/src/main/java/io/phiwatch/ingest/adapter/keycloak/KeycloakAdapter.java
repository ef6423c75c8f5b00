package io.phiwatch.ingest.adapter.keycloak;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads user and admin events of Keycloak, as JSON or as lines of its log: docs/adapters/keycloak.md. */
public final class KeycloakAdapter implements Adapter {
    private static final Set<String> ADMIN_CLIENTS = Set.of("security-admin-console", "admin-cli");
    private static final Set<Action> PERSONAL = Set.of(Action.grant, Action.mfa_change, Action.password_change);
    private static final Set<String> DENIED =
            Set.of("access_denied", "not_allowed", "user_disabled", "user_temporarily_disabled", "rejected_by_user");

    @Override
    public String platform() {
        return "keycloak";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        String text = delivery.text().strip();
        boolean json = text.startsWith("{") || text.startsWith("[");
        return json ? documents(delivery) : lines(delivery);
    }

    private static List<Parsed> documents(Delivery delivery) {
        List<Parsed> parsed = new ArrayList<>();
        for (JsonItem item : JsonItem.of(delivery.body())) {
            Reason reason = item.json().isPresent() ? Reason.NOT_AN_EVENT : Reason.MALFORMED_JSON;
            parsed.add(event(
                    item.json().flatMap(KeycloakJson::parse), item.raw(), delivery.id() + ':' + parsed.size(), reason));
        }
        return parsed;
    }

    private static List<Parsed> lines(Delivery delivery) {
        List<Parsed> parsed = new ArrayList<>();
        String[] lines = delivery.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty()) {
                byte[] raw = line.getBytes(StandardCharsets.UTF_8);
                parsed.add(event(KeycloakLine.parse(line), raw, delivery.id() + ':' + i, Reason.MALFORMED_LINE));
            }
        }
        return parsed;
    }

    private static Parsed event(Optional<KeycloakEvent> event, byte[] raw, String place, Reason otherwise) {
        if (event.isEmpty() || !event.get().isEvent()) {
            return new Parsed.Rejected(otherwise, null, raw);
        }
        Instant time = event.get().time();
        return time == null
                ? new Parsed.Rejected(Reason.MISSING_TIME, "time", raw)
                : new Parsed.Event(draft(event.get(), time, place), raw);
    }

    private static EventDraft draft(KeycloakEvent event, Instant time, String place) {
        EventDraft draft = new EventDraft(id(event, time, place), time, KeycloakActions.of(event));
        draft.outcome = outcome(event);
        actor(draft, event);
        draft.surface = draft.actorKind == ActorKind.staff ? Surface.admin : null;
        draft.session = phi(first(event.of("sessionId"), event.of("code_id")));
        draft.clientAddress = phi(event.of("ipAddress"));
        draft.userAgent = phi(first(event.of("user_agent"), event.of("userAgent")));
        object(draft, event);
        attribute(draft, "client", event.of("clientId"));
        attribute(draft, "error", event.of("error"));
        draft.attribute("mfa", KeycloakActions.mfa(event));
        draft.attribute("audit", KeycloakActions.audit(event));
        grants(draft, event);
        draft.texts.addAll(UrlScan.texts("url", UrlText.of(event.of("redirect_uri"))));
        return draft;
    }

    /** The event's own id; without one its place counts, since equal lines are distinct events. */
    private static String id(KeycloakEvent event, Instant time, String place) {
        String own = event.of("id");
        return own.isEmpty()
                ? EventIds.of("place", place, time.toString(), event.of("type"), event.of("operationType"))
                : EventIds.of("event", own, time.toString());
    }

    private static Outcome outcome(KeycloakEvent event) {
        if (!event.failed()) {
            return Outcome.success;
        }
        return DENIED.contains(event.of("error")) ? Outcome.denied : Outcome.failure;
    }

    private static void actor(EventDraft draft, KeycloakEvent event) {
        String actor = event.isAdmin()
                ? first(event.of("username"), event.of("userId"))
                : first(event.of("impersonator"), event.of("username"), event.of("userId"));
        draft.actor = phi(actor);
        if (event.type().equals("CLIENT_LOGIN")) {
            draft.actorKind = ActorKind.service;
        } else if (event.isAdmin() || isStaff(event)) {
            draft.actorKind = ActorKind.staff;
        } else if (!actor.isEmpty()) {
            draft.actorKind = ActorKind.patient;
        }
    }

    /** By the name of the realm, or by a client that only administrators use where the line has just a realm's id. */
    private static boolean isStaff(KeycloakEvent event) {
        String realm = first(event.of("realmName"), event.of("realmId")).toLowerCase(Locale.ROOT);
        return realm.contains("staff")
                || realm.contains("admin")
                || realm.contains("master")
                || ADMIN_CLIENTS.contains(event.of("clientId"))
                || event.type().equals("IMPERSONATE");
    }

    private static void object(EventDraft draft, KeycloakEvent event) {
        if (!event.isAdmin()) {
            draft.actionNative = ClearText.name(event.of("type")).orElse(null);
            draft.objectType = "account";
            draft.objectPerson = phi(event.of("userId"));
            return;
        }
        String kind = ClearText.name(event.of("resourceType")).orElse("RESOURCE");
        String operation = ClearText.name(event.of("operationType")).orElse("OPERATION");
        draft.actionNative = kind + '-' + operation;
        draft.objectType = kind.toLowerCase(Locale.ROOT);
        draft.objectPerson = phi(first(person(event.of("resourcePath")), event.of("resourcePath")));
    }

    /** Id of the user in {@code users/ID/…}; empty for other paths. */
    private static String person(String path) {
        String[] segments = path.split("/", 3);
        return segments.length > 1 && segments[0].equals("users") ? segments[1] : "";
    }

    /** Which roles, and whether somebody changed their own account. */
    private static void grants(EventDraft draft, KeycloakEvent event) {
        if (draft.action == Action.grant || draft.action == Action.revoke) {
            List<String> roles = new ArrayList<>();
            JsonPayload.parse(event.of("representation").getBytes(StandardCharsets.UTF_8))
                    .map(JsonPayload::items)
                    .orElse(List.of())
                    .forEach(role -> roles.add(JsonPayload.text(role, "name")));
            draft.attribute("role", ClearText.labels(roles));
        }
        String target = person(event.of("resourcePath"));
        if (event.isAdmin() && PERSONAL.contains(draft.action) && !target.isEmpty()) {
            draft.attributes.put("self", String.valueOf(target.equals(event.of("userId"))));
        } else if (!event.isAdmin() && PERSONAL.contains(draft.action)) {
            draft.attributes.put("self", String.valueOf(event.of("impersonator").isEmpty()));
        }
    }

    private static void attribute(EventDraft draft, String name, String value) {
        ClearText.name(value).ifPresent(clear -> draft.attributes.put(name, clear));
    }
}
