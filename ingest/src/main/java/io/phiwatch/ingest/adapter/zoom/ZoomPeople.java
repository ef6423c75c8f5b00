package io.phiwatch.ingest.adapter.zoom;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells the clinician from the patient: operators, hosts and account users are staff, other participants are not. */
final class ZoomPeople {
    private static final Set<String> ACCOUNT_USERS = Set.of("user", "contact_center", "zoomroom");
    /** Who is called or calls from outside the account. */
    private static final String EXTERNAL = "2";

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
        outsiders(draft, object);
        boolean refused = draft.outcome == Outcome.denied && !person.isEmpty();
        if (!operator.isEmpty() && !refused) {
            staff(draft, operator);
        } else if (!person.isEmpty()) {
            draft.actor = phi(person);
            draft.actorKind = host ? ActorKind.staff : ActorKind.patient;
        } else if (ACCOUNT_USERS.contains(ZoomActions.family(event))) {
            staff(draft, user(object));
        } else {
            staff(draft, owner(payload));
        }
        if (!person.isEmpty() && draft.action == Action.join && !refused) {
            boolean registered = !text(participant, "registrant_id").isEmpty();
            draft.attributes.put("registered", String.valueOf(registered));
        }
        admins(draft, object, operator);
        draft.clientAddress = phi(address(participant));
        draft.session = phi(first(
                text(object, "uuid"),
                text(object, "meeting_uuid"),
                text(payload, "meeting_uuid"),
                text(object, "session_id"),
                text(object, "meeting_id"),
                text(object, "engagement_id")));
    }

    private static void staff(EventDraft draft, String name) {
        draft.actor = phi(name);
        draft.actorKind = name.isEmpty() ? ActorKind.service : ActorKind.staff;
    }

    private static String user(JsonNode object) {
        return first(
                lower(text(object, "email")),
                lower(text(object, "user_email")),
                text(object, "id"),
                text(object, "user_id"),
                text(object.path("users").path(0), "user_id"),
                text(object, "owner_id"));
    }

    private static String owner(JsonNode payload) {
        JsonNode object = payload.path("object");
        JsonNode call = object.path("recordings").path(0);
        return first(
                lower(text(object, "host_email")),
                text(object, "host_id"),
                text(object, "meeting_host_id"),
                text(object, "note_owner_user_id"),
                text(call, "owner", "id"),
                text(call, "user_id"),
                text(object, "callee_user_id"),
                text(object, "user_id"),
                text(payload, "user_id"));
    }

    /** The one who takes part; who writes in the chat is named otherwise. */
    private static JsonNode participant(JsonNode object) {
        JsonNode participant = object.path("participant");
        if (!participant.isMissingNode()) {
            return participant.isArray() ? participant.path(0) : participant;
        }
        return object.has("registrant") ? object.path("registrant") : object.path("chat_message");
    }

    /** The address identifies a person across meetings; the other ids only within one. */
    private static String person(JsonNode participant) {
        return first(
                lower(text(participant, "email")),
                lower(text(participant, "sender_email")),
                text(participant, "id"),
                text(participant, "participant_user_id"),
                text(participant, "phone_number"),
                text(participant, "participant_uuid"),
                text(participant, "registrant_id"),
                text(participant, "user_name"),
                text(participant, "user_id"),
                text(participant, "sender_session_id"));
    }

    private static boolean isHost(JsonNode object, JsonNode participant) {
        String host = text(object, "host_id");
        boolean byId = !host.isEmpty()
                && (host.equals(text(participant, "id")) || host.equals(text(participant, "participant_user_id")));
        return byId
                || text(participant, "role").equals("host")
                || text(participant, "sender_type").equals("host");
    }

    /** People from outside the account: consumers of the contact centre, callers, visitors. */
    private static void outsiders(EventDraft draft, JsonNode object) {
        for (JsonNode consumer : object.path("consumers")) {
            patient(draft, first(text(consumer, "consumer_id"), text(consumer, "consumer_number")));
        }
        for (JsonNode call : calls(object)) {
            for (String side : List.of("caller", "callee")) {
                if (text(call, side + "_number_type").equals(EXTERNAL)) {
                    patient(draft, first(text(call, side + "_did_number"), text(call, side + "_number")));
                }
            }
        }
        patient(draft, lower(text(object, "visitor_email")));
    }

    private static List<JsonNode> calls(JsonNode object) {
        return object.has("recordings") ? JsonPayload.items(object.path("recordings")) : List.of(object);
    }

    private static void patient(EventDraft draft, String id) {
        if (!id.isEmpty()) {
            draft.patients.add(Phi.of(id));
        }
    }

    /** Who became administrator, or what role somebody got. */
    private static void admins(EventDraft draft, JsonNode object, String operator) {
        JsonNode admin = object.path("admins").path(0);
        draft.attribute(
                "role", ClearText.label(first(text(object, "role_name"), admin.isObject() ? "group-admin" : "")));
        String name = lower(text(admin, "email"));
        if (!name.isEmpty() && !operator.isEmpty()) {
            draft.objectPerson = Phi.of(name);
            draft.attributes.put("self", String.valueOf(name.equals(operator)));
        }
    }

    private static String address(JsonNode participant) {
        JsonNode client = participant.path("data").path(0);
        return first(
                text(participant, "ip_address"),
                text(participant, "public_ip"),
                text(client, "public_ip"),
                text(client, "signaling_ip_address"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
