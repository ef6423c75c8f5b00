package io.phiwatch.ingest.adapter.wordpress;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonItem;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads activity logs of WordPress: docs/adapters/wordpress.md. */
public final class WordPressAdapter implements Adapter {
    /** Roles of people who only buy or read; all others are staff. */
    private static final Set<String> VISITORS = Set.of("customer", "subscriber");

    private static final Set<String> CATALOG = Set.of("page", "product");
    /** Nobody but staff can do anything to these. */
    private static final Set<String> ADMINISTRATION =
            Set.of("plugin", "theme", "core", "config", "mfa_policy", "role", "webhook", "export", "audit_log");

    @Override
    public String platform() {
        return "wordpress";
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
        return JsonItem.read(
                JsonItem.of(delivery.body()), delivery, (json, raw, place) -> parse(json, raw, place, source));
    }

    private static Parsed parse(JsonNode json, byte[] raw, String place, Source source) {
        Optional<WpEntry> entry = WpLogs.read(json);
        if (entry.isEmpty()) {
            return new Parsed.Rejected(Reason.NOT_AN_EVENT, null, raw);
        }
        Optional<Instant> time = entry.get().time();
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "time", raw);
        }
        EventDraft draft = draft(entry.get(), time.get(), place, source);
        draft.scan("body", "", text(json, "message"));
        draft.attribute("occasions", ClearText.name(text(json, "subsequent_occasions_count")));
        return new Parsed.Event(draft, raw);
    }

    private static EventDraft draft(WpEntry entry, Instant time, String place, Source source) {
        WpMeaning meaning = WpMeaning.of(entry.object(), entry.verb());
        String role = role(entry);
        boolean privileged = entry.object().equals("user") && !role.isEmpty() && !VISITORS.contains(role);
        Action action = privileged && meaning.action() == Action.create ? Action.grant : meaning.action();
        String id = entry.id().isEmpty()
                ? EventIds.of(entry.log(), "place", place, entry.code())
                : EventIds.of(entry.log(), entry.id(), time.toString());
        EventDraft draft = new EventDraft(id, time, action);
        draft.actionNative = ClearText.name(entry.code()).orElse(null);
        draft.outcome = meaning.outcome();
        draft.objectType = ClearText.name(entry.object()).orElse("event");
        actor(draft, entry, source);
        object(draft, entry);
        facts(draft, entry, role);
        draft.texts.addAll(JsonTexts.of(entry.details(), CATALOG.contains(entry.object()) ? "catalog" : "body"));
        return draft;
    }

    private static void actor(EventDraft draft, WpEntry entry, Source source) {
        WpEntry.Person actor = entry.actor();
        boolean visitor = !actor.roles().isEmpty() && VISITORS.containsAll(actor.roles());
        boolean administers = ADMINISTRATION.contains(entry.object());
        boolean known = !actor.roles().isEmpty();
        boolean staff = known ? !visitor : administers || source.surface() == Surface.admin;
        draft.actor = phi(actor.label().equals("0") ? "" : actor.label());
        draft.actorRoles.addAll(actor.roles().stream()
                .flatMap(role -> ClearText.name(role).stream())
                .toList());
        draft.clientAddress = phi(actor.client());
        draft.userAgent = phi(actor.agent());
        if (draft.actor == null) {
            draft.actorKind = staff ? ActorKind.service : ActorKind.anonymous;
        } else {
            // who may be a patient is not named, so that a name typed into the login form never shows
            draft.actorKind = staff ? ActorKind.staff : ActorKind.patient;
        }
        draft.surface = staff || administers ? Surface.admin : null;
    }

    private static void object(EventDraft draft, WpEntry entry) {
        if (entry.target().isKnown()) {
            draft.objectPerson = phi(entry.target().label());
            draft.attributes.put("self", Boolean.toString(entry.target().is(entry.actor())));
        } else if (entry.object().equals("user") || entry.object().equals("2fa")) {
            draft.objectPerson = phi(entry.actor().label());
            draft.attributes.put("self", "true");
        } else {
            draft.objectId = ClearText.name(slug(entry)).orElse(null);
        }
    }

    /** Folder of a plugin or a theme, name of an option. */
    private static String slug(WpEntry entry) {
        String file = first(
                text(entry.details(), "plugin_slug"),
                text(entry.details(), "theme_slug"),
                text(entry.details(), "PluginFile"),
                text(entry.details(), "plugin"),
                text(entry.details(), "theme"),
                text(entry.details(), "Theme", "stylesheet"),
                text(entry.details(), "slug"),
                text(entry.details(), "option"));
        int slash = file.indexOf('/');
        return slash > 0 ? file.substring(0, slash) : file;
    }

    private static String role(WpEntry entry) {
        return first(
                        text(entry.details(), "new_role"),
                        text(entry.details(), "NewRole"),
                        text(entry.details(), "created_user_role"),
                        text(entry.details(), "NewUserData", "Roles"),
                        text(entry.details(), "role"),
                        text(entry.details(), "roles"))
                .toLowerCase(Locale.ROOT);
    }

    private static void facts(EventDraft draft, WpEntry entry, String role) {
        draft.attributes.put("log", entry.log());
        draft.attribute("role", ClearText.name(role));
        entry.target().roles().stream().findFirst().ifPresent(old -> draft.attribute("old_role", ClearText.name(old)));
        draft.attribute(
                "version",
                ClearText.name(first(
                        text(entry.details(), "plugin_version"),
                        text(entry.details(), "NewVersion"),
                        text(entry.details(), "new_version"),
                        text(entry.details(), "version"))));
        draft.attribute(
                "previous_version",
                ClearText.name(first(
                        text(entry.details(), "plugin_prev_version"),
                        text(entry.details(), "OldVersion"),
                        text(entry.details(), "prev_version"),
                        text(entry.details(), "previous_version"))));
        draft.attribute("change", ClearText.name(entry.verb()));
        if (draft.action == Action.mfa_change) {
            draft.attributes.put("mfa", entry.verb());
        }
        if (entry.verb().equals("switched") && entry.object().equals("user")) {
            draft.attributes.put("impersonation", "true");
        }
        if (entry.object().equals("privacy") || entry.code().startsWith("data_erasure")) {
            draft.attributes.put("privacy_request", entry.code().contains("eras") ? "erasure" : "access");
        }
    }
}
