package io.phiwatch.ingest.adapter.auth0;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A request to Auth0's management API: its method and path say what was done, its answer how it ended. */
final class Auth0Operation {
    /** Resources whose creation lets a new program in. */
    private static final Set<String> APPS = Set.of("clients", "integrations");

    private static final Set<String> FACTORS =
            Set.of("multifactor", "authenticators", "authentication-methods", "enrollments");
    private static final Set<String> PERMISSIONS =
            Set.of("roles", "permissions", "client-grants", "grants", "members", "invitations");
    private static final Set<String> PEOPLE = Set.of("users", "users-by-email", "user-blocks");

    private final String method;
    private final List<String> path;
    private final JsonNode request;
    private final JsonNode response;

    Auth0Operation(JsonNode details) {
        this.request = details.path("request");
        this.response = details.path("response");
        this.method = text(request, "method").toUpperCase(Locale.ROOT);
        this.path = segments(text(request, "path"));
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            boolean version = segment.equals("api") || segment.equals("v2");
            if (!segment.isEmpty() && !(version && segments.isEmpty())) {
                segments.add(decoded(segment));
            }
        }
        return segments;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }

    String method() {
        return method;
    }

    Action action() {
        if (method.equals("GET")) {
            return PEOPLE.contains(first()) && user().isEmpty() ? Action.search : Action.read;
        }
        if (isAboutFactors()) {
            return Action.mfa_change;
        }
        if (has("users-exports")) {
            return Action.export;
        }
        if (isPasswordChange()) {
            return Action.password_change;
        }
        if (path.stream().anyMatch(PERMISSIONS::contains)) {
            return method.equals("DELETE") ? Action.revoke : Action.grant;
        }
        if (PEOPLE.contains(first())) {
            return changed(Action.create, Action.update, Action.delete);
        }
        if (APPS.contains(first())) {
            return path.size() > 2 && !has("installed")
                    ? Action.configure
                    : changed(Action.install, Action.configure, Action.uninstall);
        }
        return first().equals("log-streams") && method.equals("POST") ? Action.connect : Action.configure;
    }

    private Action changed(Action created, Action updated, Action deleted) {
        return switch (method) {
            case "POST" -> created;
            case "DELETE" -> deleted;
            default -> updated;
        };
    }

    private boolean isAboutFactors() {
        return path.stream().anyMatch(FACTORS::contains)
                || (first().equals("guardian") && (has("policies") || has("factors")));
    }

    private boolean isPasswordChange() {
        return has("password-change")
                || (first().equals("users") && request.path("body").has("password"));
    }

    /** Enabled or disabled, for changes of second factors: taking one away, switching it off, requiring none. */
    Optional<String> mfa() {
        if (action() != Action.mfa_change) {
            return Optional.empty();
        }
        boolean none = has("policies") && body().isArray() && body().isEmpty();
        boolean off =
                method.equals("DELETE") || none || value().filter("off"::equals).isPresent();
        return Optional.of(off ? "disabled" : "enabled");
    }

    /** Whether it stops the log from reaching whoever watches it. */
    boolean losesLog() {
        return first().equals("log-streams")
                && (method.equals("DELETE") || text(request, "body", "status").equals("paused"));
    }

    /** What was set, by the words of its path, such as {@code attack-protection/bot-detection}. */
    Optional<String> setting() {
        String words = path.stream().filter(Auth0Operation::isWord).collect(Collectors.joining("/"));
        return ClearText.name(words);
    }

    private static boolean isWord(String segment) {
        return segment.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-');
    }

    /** On or off, where the answer shows switches: on if any of them is. */
    Optional<String> value() {
        List<JsonNode> switches = StreamSupport.stream(body().spliterator(), false)
                .filter(JsonNode::isBoolean)
                .toList();
        if (switches.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(switches.stream().anyMatch(JsonNode::asBoolean) ? "on" : "off");
    }

    private JsonNode body() {
        return response.path("body").isMissingNode() ? request.path("body") : response.path("body");
    }

    Outcome outcome(Outcome otherwise) {
        if (text(request, "body", "state").equals("declined")) {
            return Outcome.denied;
        }
        int status = response.path("statusCode").asInt(0);
        if (status == 401 || status == 403) {
            return Outcome.denied;
        }
        return status >= 400 ? Outcome.failure : otherwise;
    }

    /** Id of the user that it was about; empty where it was about something else. */
    String user() {
        for (int i = 0; i + 1 < path.size(); i++) {
            boolean people = path.get(i).equals("users") || path.get(i).equals("members");
            if (people && path.get(i + 1).indexOf('|') > 0) {
                return path.get(i + 1);
            }
        }
        return "";
    }

    /** Who was asked to join the tenant or an organisation, by address or id; empty where nobody was. */
    String invited() {
        if (path.stream().noneMatch(PERMISSIONS::contains)) {
            return "";
        }
        JsonNode invitation = request.path("body");
        return JsonPayload.first(
                text(invitation, "invitee", "email"),
                text(invitation, "user", "id"),
                text(invitation.path("owners").path(0)),
                text(invitation, "user_id"));
    }

    /** Kind of thing that it was about, such as {@code clients}. */
    String resource() {
        return first();
    }

    private String first() {
        return path.isEmpty() ? "" : path.getFirst();
    }

    private boolean has(String segment) {
        return path.contains(segment);
    }
}
