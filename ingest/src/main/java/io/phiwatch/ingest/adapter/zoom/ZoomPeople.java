package io.phiwatch.ingest.adapter.zoom;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.ActorKind;
import java.util.Locale;
import java.util.Set;

/** Tells the clinician from the patient: operators, hosts and account users are staff, other participants are not. */
final class ZoomPeople {
    private static final Set<String> ACCOUNT_USERS = Set.of("user", "contact_center", "zoomroom");

    private ZoomPeople() {}

    static void fill(EventDraft draft, String event, JsonNode payload) {
        JsonNode object = payload.path("object");
        JsonNode participant = participant(object);
        String operator = first(lower(text(payload, "operator")), text(payload, "operator_id"));
        String person = person(participant);
        boolean host = isHost(object, participant);
        if (!person.isEmpty() && !host) {
            draft.patients.add(Phi.of(person));
        }
        if (!operator.isEmpty()) {
            staff(draft, operator);
        } else if (!person.isEmpty()) {
            draft.actor = phi(person);
            draft.actorKind = host ? ActorKind.staff : ActorKind.patient;
        } else if (ACCOUNT_USERS.contains(ZoomActions.family(event))) {
            staff(
                    draft,
                    first(
                            lower(text(object, "email")),
                            lower(text(object, "user_email")),
                            text(object, "id"),
                            text(object, "user_id")));
        } else {
            staff(
                    draft,
                    first(
                            lower(text(object, "host_email")),
                            text(object, "host_id"),
                            text(object, "meeting_host_id"),
                            text(object, "note_owner_user_id"),
                            text(payload, "user_id")));
        }
        draft.clientAddress = phi(text(participant, "ip_address"));
        draft.session = phi(first(text(object, "uuid"), text(object, "meeting_uuid"), text(object, "session_id")));
    }

    private static void staff(EventDraft draft, String name) {
        draft.actor = phi(name);
        draft.actorKind = name.isEmpty() ? ActorKind.service : ActorKind.staff;
    }

    private static JsonNode participant(JsonNode object) {
        JsonNode participant = object.path("participant");
        if (!participant.isMissingNode()) {
            return participant.isArray() ? participant.path(0) : participant;
        }
        return object.path("registrant");
    }

    /** The address identifies a person across meetings; the other ids only within one. */
    private static String person(JsonNode participant) {
        return first(
                lower(text(participant, "email")),
                text(participant, "id"),
                text(participant, "participant_user_id"),
                text(participant, "phone_number"),
                text(participant, "participant_uuid"),
                text(participant, "registrant_id"),
                text(participant, "user_name"),
                text(participant, "user_id"));
    }

    private static boolean isHost(JsonNode object, JsonNode participant) {
        String host = text(object, "host_id");
        boolean byId = !host.isEmpty()
                && (host.equals(text(participant, "id")) || host.equals(text(participant, "participant_user_id")));
        return byId || text(participant, "role").equals("host");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
