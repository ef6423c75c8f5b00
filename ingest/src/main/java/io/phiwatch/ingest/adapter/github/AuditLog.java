package io.phiwatch.ingest.adapter.github;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Timestamps;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Entries of the audit log, polled or streamed. */
final class AuditLog {
    private AuditLog() {}

    static Parsed entry(JsonNode entry) {
        byte[] raw = JsonPayload.bytes(entry);
        Optional<String> action = ClearText.name(text(entry, "action"));
        if (action.isEmpty()) {
            return new Parsed.Rejected(Parsed.Reason.NOT_AN_EVENT, "action", raw);
        }
        Optional<Instant> time = Stream.of("@timestamp", "at_sign_timestamp", "created_at")
                .flatMap(field -> Timestamps.parse(text(entry, field)).stream())
                .findFirst();
        if (time.isEmpty()) {
            return new Parsed.Rejected(Parsed.Reason.MISSING_TIME, "@timestamp", raw);
        }
        String own = text(entry, "_document_id");
        String id = own.isEmpty()
                ? EventIds.of("audit", new String(raw, StandardCharsets.UTF_8))
                : EventIds.of("document", own);
        EventDraft draft = new EventDraft(id, time.get(), action(action.get()));
        draft.actionNative = action.get();
        draft.surface = Surface.admin;
        draft.actor = phi(text(entry, "actor"));
        draft.actorKind = entry.path("actor_is_bot").asBoolean() ? ActorKind.app : ActorKind.staff;
        draft.clientAddress = phi(text(entry, "actor_ip"));
        draft.userAgent = phi(text(entry, "user_agent"));
        draft.objectType = action.get().split("\\.", 2)[0];
        ClearText.name(first(text(entry, "repo"), text(entry, "org"))).ifPresent(object -> draft.objectId = object);
        String user = text(entry, "user");
        if (!user.isEmpty() && !user.equals(text(entry, "actor"))) {
            draft.objectPerson = Phi.of(user);
        }
        return new Parsed.Event(draft, raw);
    }

    private static Action action(String name) {
        String verb = name.substring(name.lastIndexOf('.') + 1);
        return switch (verb) {
            case "add_member", "add_user", "invite_member" -> Action.grant;
            case "remove_member", "remove_user" -> Action.revoke;
            case "access" -> name.equals("repo.access") ? Action.share : Action.configure;
            case "transfer" -> Action.share;
            case "create" -> Action.create;
            case "destroy", "delete" -> Action.delete;
            case "clone", "download_artifact", "download_zip" -> Action.download;
            case "update_member", "update", "update_name", "enable", "disable", "config_changed" -> Action.configure;
            default -> name.startsWith("integration_installation") ? Action.install : other(verb);
        };
    }

    private static Action other(String verb) {
        return verb.startsWith("disable") || verb.startsWith("enable") || verb.startsWith("update")
                ? Action.configure
                : Action.other;
    }
}
