package io.phiwatch.ingest.adapter.livekit;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads who was in which room, what was recorded and where that went. */
final class LivekitFacts {
    private static final Map<String, Action> ACTIONS = Map.of(
            "room_started", Action.join,
            "room_finished", Action.leave,
            "participant_joined", Action.join,
            "participant_left", Action.leave,
            "participant_connection_aborted", Action.leave,
            "ingress_started", Action.connect);

    /** Participants that are programs of the server or of the tenant. */
    private static final Set<String> PROGRAMS = Set.of("INGRESS", "EGRESS", "AGENT");

    private static final Set<String> FAILED = Set.of("EGRESS_FAILED", "EGRESS_ABORTED", "EGRESS_LIMIT_REACHED");
    private static final List<String> RESULTS = List.of("fileResults", "segmentResults", "imageResults");
    private static final int LONGEST_SIZE = 15;

    private LivekitFacts() {}

    static Action action(String event, JsonNode body) {
        if (event.startsWith("egress_")) {
            boolean streams = !body.path("egressInfo").path("streamResults").isEmpty();
            return streams ? Action.transmit : Action.record;
        }
        if (event.equals("track_published") && text(body, "track", "source").startsWith("SCREEN_SHARE")) {
            return Action.share;
        }
        return ACTIONS.getOrDefault(event, Action.other);
    }

    static void fill(EventDraft draft, String event, JsonNode body, Source source) {
        JsonNode room = body.path("room");
        JsonNode egress = body.path("egressInfo");
        draft.actionNative = event;
        draft.surface = Surface.telehealth;
        draft.session = phi(first(text(room, "sid"), text(egress, "roomId")));
        draft.objectType = egress.isObject() ? "recording" : "room";
        draft.objectPerson =
                phi(first(text(egress, "egressId"), text(room, "sid"), text(body, "ingressInfo", "ingressId")));
        draft.outcome = event.equals("participant_connection_aborted") || FAILED.contains(text(egress, "status"))
                ? Outcome.failure
                : Outcome.success;
        draft.actorKind = ActorKind.service;
        participant(draft, body.path("participant"), source);
        recording(draft, egress);
        encryption(draft, body.path("track"));
        draft.scan("body", "room_name", first(text(room, "name"), text(egress, "roomName")));
        draft.scan("body", "metadata", text(room, "metadata"));
        draft.scan("body", "participant_name", text(body, "participant", "name"));
        draft.scan("body", "metadata", text(body, "participant", "metadata"));
    }

    /** Staff by the beginning of their identity, as the tenant gives it, or as administrator of the room. */
    private static void participant(EventDraft draft, JsonNode participant, Source source) {
        String identity = text(participant, "identity");
        if (identity.isEmpty()) {
            return;
        }
        boolean staff = source.setting("staff_prefixes").stream().anyMatch(identity::startsWith)
                || participant.path("permission").path("roomAdmin").asBoolean(false);
        draft.actor = Phi.of(identity);
        if (PROGRAMS.contains(text(participant, "kind"))) {
            draft.actorKind = ActorKind.service;
        } else if (staff) {
            draft.actorKind = ActorKind.staff;
        } else {
            draft.actorKind = ActorKind.patient;
            draft.patients.add(Phi.of(identity));
        }
        draft.attribute("reason", ClearText.label(text(participant, "disconnectReason")));
    }

    private static void recording(EventDraft draft, JsonNode egress) {
        long bytes = 0;
        long files = 0;
        for (String kind : RESULTS) {
            for (JsonNode result : egress.path(kind)) {
                bytes += size(text(result, "size"));
                files++;
                draft.sentTo(first(text(result, "location"), text(result, "playlistLocation")));
                draft.scan("filename", "filename", first(text(result, "filename"), text(result, "playlistName")));
            }
        }
        for (JsonNode stream : egress.path("streamResults")) {
            draft.sentTo(text(stream, "url"));
        }
        if (files > 0) {
            draft.recordsCount = files;
            draft.bytes = bytes;
        }
        draft.attribute("error", ClearText.name(text(egress, "errorCode")));
    }

    private static long size(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= LONGEST_SIZE
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(digits) : 0;
    }

    /** Between the participants, beyond that of the transport: none, gcm or custom. */
    private static void encryption(EventDraft draft, JsonNode track) {
        if (track.isObject()) {
            String kind = first(text(track, "encryption"), "NONE");
            draft.attribute("encryption", ClearText.label(kind.toLowerCase(Locale.ROOT)));
        }
    }
}
