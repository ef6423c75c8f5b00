package io.phiwatch.ingest.adapter.auth0;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who did it to whom, from where and how it ended. */
final class Auth0Facts {
    private static final Set<Action> PERSONAL = Set.of(Action.grant, Action.mfa_change, Action.password_change);
    private static final Set<Action> SETTINGS = Set.of(Action.configure, Action.mfa_change, Action.connect);
    private static final Set<String> THREATS = Set.of("ferrt", "pwd_leak", "signup_pwd_leak", "limit_mu");

    private Auth0Facts() {}

    static EventDraft draft(String id, Instant time, String type, JsonNode data, Source source) {
        boolean operation = Auth0Type.isOperation(type);
        EventDraft draft = operation ? operation(id, time, type, data, source) : event(id, time, type, data, source);
        JsonNode request = data.path("details").path("request");
        draft.clientAddress = phi(first(text(data, "ip"), text(request, "ip")));
        draft.userAgent = phi(first(text(data, "user_agent"), text(request, "userAgent")));
        draft.attribute(
                "client", ClearText.label(text(data, "client_name")).or(() -> ClearText.name(text(data, "client_id"))));
        draft.attribute("connection", ClearText.label(text(data, "connection")));
        draft.attribute("error", ClearText.name(text(data, "details", "error", "type")));
        if (THREATS.contains(type)) {
            draft.attributes.put("threat", "true");
        }
        texts(draft, data);
        return draft;
    }

    private static EventDraft event(String id, Instant time, String code, JsonNode data, Source source) {
        Auth0Type type = Auth0Type.of(code);
        EventDraft draft = new EventDraft(id, time, type.action());
        draft.actionNative = ClearText.name(code).orElse(null);
        draft.outcome = type.outcome();
        String user = text(data, "user_id");
        String name = first(text(data, "user_name"), text(caller(data), "email"), user);
        if (code.equals("seccft") || code.equals("feccft")) {
            draft.actorKind = ActorKind.app;
            draft.actor = phi(text(data, "client_id"));
        } else if (!name.isEmpty()) {
            draft.actorKind = isStaff(data, user, source) ? ActorKind.staff : ActorKind.patient;
            draft.actor = Phi.of(name);
        }
        draft.surface = draft.actorKind == ActorKind.staff ? Surface.admin : null;
        draft.objectType = "account";
        draft.objectPerson = phi(user);
        draft.session = phi(first(text(data, "session_id"), text(data, "details", "session_id")));
        draft.attribute("mfa", Optional.ofNullable(type.mfa()));
        if (Auth0Type.provesSecondFactor(code)) {
            draft.mfa = true;
        } else if (code.equals("s") && !data.path("details").path("prompts").isEmpty()) {
            draft.mfa = hasSecondPrompt(data.path("details").path("prompts"));
        }
        return draft;
    }

    /** The steps of a login are all listed, so that a second factor that is not there was not asked for. */
    private static boolean hasSecondPrompt(JsonNode prompts) {
        for (JsonNode prompt : prompts) {
            if (text(prompt, "name").startsWith("mfa")) {
                return true;
            }
        }
        return false;
    }

    private static EventDraft operation(String id, Instant time, String code, JsonNode data, Source source) {
        Auth0Operation operation = new Auth0Operation(data.path("details"));
        JsonNode body = JsonPayload.at(data, "details", "request", "body");
        EventDraft draft = new EventDraft(id, time, operation.action());
        draft.surface = Surface.admin;
        draft.outcome = operation.outcome(Auth0Type.of(code).outcome());
        draft.actionNative = ClearText.name(code + '/' + operation.method()).orElse(null);
        JsonNode caller = caller(data);
        String user = first(text(caller, "user_id"), text(data, "user_id"));
        draft.actor = phi(first(text(caller, "email"), text(caller, "name"), user));
        draft.actorKind = ActorKind.staff;
        if (draft.actor == null) {
            draft.actor = phi(text(data, "client_id"));
            draft.actorKind = draft.actor == null ? ActorKind.service : ActorKind.app;
        }
        draft.session = phi(text(data, "details", "request", "auth", "credentials", "jti"));
        target(draft, operation, user, data, source);
        draft.attribute("mfa", operation.mfa());
        if (SETTINGS.contains(draft.action)) {
            draft.attribute("setting", operation.setting());
            draft.attribute("value", operation.value());
        }
        if (operation.losesLog()) {
            draft.attributes.put("audit", "disabled");
        }
        if (draft.action == Action.connect) {
            draft.sentTo(first(text(body, "sink", "httpEndpoint"), text(body, "sink", "http_endpoint")));
        }
        if (draft.action == Action.grant) {
            draft.attribute("role", ClearText.labels(texts(body.path("roles"))));
        }
        return draft;
    }

    /** Whoever answers an invitation grants nothing to themselves. */
    private static void target(
            EventDraft draft, Auth0Operation operation, String caller, JsonNode data, Source source) {
        String target = first(operation.user(), operation.invited());
        draft.objectType =
                target.isEmpty() ? ClearText.label(operation.resource()).orElse(null) : "user";
        draft.objectPerson = phi(target);
        if (!operation.user().isEmpty() && !isStaff(data, target, source)) {
            draft.patients.add(Phi.of(target));
        }
        boolean answered = JsonPayload.at(data, "details", "request", "body").has("state");
        if (PERSONAL.contains(draft.action) && !caller.isEmpty() && !target.isEmpty() && !answered) {
            JsonNode who = caller(data);
            boolean self = caller.equals(target) || text(who, "email").equalsIgnoreCase(target);
            draft.attributes.put("self", String.valueOf(self));
        }
    }

    private static JsonNode caller(JsonNode data) {
        return JsonPayload.at(data, "details", "request", "auth", "user");
    }

    /** By the connection that the user comes from; ids of enterprise users hold its name: {@code samlp|clinic|ann}. */
    private static boolean isStaff(JsonNode data, String user, Source source) {
        List<String> staff = source.setting("staff_connections");
        return staff.contains(text(data, "connection"))
                || Arrays.stream(user.split("\\|", -1)).anyMatch(staff::contains);
    }

    private static List<String> texts(JsonNode array) {
        return JsonPayload.items(array).stream().map(JsonPayload::text).toList();
    }

    private static void texts(EventDraft draft, JsonNode data) {
        draft.scan("body", "description", text(data, "description"));
        draft.scan("body", "phone_number", text(data, "details", "authenticator", "phone_number"));
        for (Map.Entry<String, JsonNode> parameter :
                data.path("details").path("request").path("query").properties()) {
            draft.scan("url", parameter.getKey(), text(parameter.getValue()));
        }
    }
}
