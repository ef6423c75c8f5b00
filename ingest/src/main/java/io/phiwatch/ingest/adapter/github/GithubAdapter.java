package io.phiwatch.ingest.adapter.github;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads GitHub's webhooks and entries of its audit log; approvals become rows, too: docs/adapters/tickets.md. */
public final class GithubAdapter implements Adapter {
    private static final String SIGNATURE = "X-Hub-Signature-256";
    private static final String PREFIX = "sha256=";
    private static final String FORM = "payload=";
    /** Objects of a payload, the one that an event is about first. */
    private static final List<String> SUBJECTS = List.of(
            "review",
            "deployment_status",
            "deployment",
            "workflow_run",
            "check_suite",
            "release",
            "alert",
            "rule",
            "key",
            "installation",
            "security_advisory",
            "pull_request",
            "issue",
            "head_commit");

    private static final List<String> TIMES =
            List.of("submitted_at", "updated_at", "published_at", "timestamp", "created_at");

    @Override
    public String platform() {
        return "github";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        String claim = delivery.header(SIGNATURE).orElse("");
        return claim.startsWith(PREFIX)
                && Signatures.isHex(claim.substring(PREFIX.length()), source.secrets(), delivery.body());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        String event =
                delivery.header("X-GitHub-Event").flatMap(ClearText::name).orElse("");
        Optional<JsonNode> body = JsonPayload.parse(payload(delivery));
        if (body.isEmpty()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, delivery.body()));
        }
        if (event.isEmpty()) {
            return JsonPayload.items(body.get()).stream().map(AuditLog::entry).toList();
        }
        if (!body.get().isObject()) {
            return List.of(new Parsed.Rejected(Parsed.Reason.NOT_AN_EVENT, null, delivery.body()));
        }
        EventDraft draft = draft(event, body.get(), delivery);
        List<Parsed> parsed = new ArrayList<>(List.of(new Parsed.Event(draft, delivery.body())));
        Approvals.of(event, body.get(), draft.time)
                .ifPresent(row -> parsed.add(new Parsed.Reference(row, delivery.body())));
        return parsed;
    }

    /** A webhook may be configured to come as a form; the signature covers the form. */
    private static byte[] payload(Delivery delivery) {
        String text = delivery.mediaType().equals("application/x-www-form-urlencoded") ? delivery.text() : "";
        if (!text.startsWith(FORM)) {
            return delivery.body();
        }
        try {
            return URLDecoder.decode(text.substring(FORM.length()), StandardCharsets.UTF_8)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return new byte[0];
        }
    }

    private static EventDraft draft(String event, JsonNode body, Delivery delivery) {
        String verb = ClearText.name(text(body, "action")).orElse("");
        JsonNode subject = SUBJECTS.stream()
                .map(body::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(body);
        EventDraft draft =
                new EventDraft(id(delivery, event), time(body, subject, delivery), action(event, verb, body));
        draft.actionNative = verb.isEmpty() ? event : event + '.' + verb;
        draft.surface = Surface.admin;
        draft.outcome = outcome(subject);
        draft.actor = phi(first(text(body, "sender", "login"), text(body, "pusher", "name")));
        draft.actorKind = text(body, "sender", "type").equals("Bot") ? ActorKind.app : ActorKind.staff;
        draft.objectType = event;
        draft.objectId = object(body);
        attribute(draft, "repository", text(body, "repository", "full_name"));
        attribute(draft, "environment", first(text(subject, "environment"), text(body, "environment")));
        attribute(draft, "state", first(text(subject, "state"), text(subject, "conclusion")));
        attribute(draft, "ref", first(text(body, "ref"), text(subject, "ref"), text(subject, "base", "ref")));
        attribute(draft, "severity", first(text(subject, "severity"), text(subject, "rule", "severity")));
        member(draft, body);
        texts(draft, body, subject);
        return draft;
    }

    private static void attribute(EventDraft draft, String name, String value) {
        ClearText.name(value).ifPresent(clear -> draft.attributes.put(name, clear));
    }

    /** Whom an access was given or taken. */
    private static void member(EventDraft draft, JsonNode body) {
        String login = first(text(body, "member", "login"), text(body, "membership", "user", "login"));
        if (!login.isEmpty()) {
            draft.objectPerson = Phi.of(login);
        }
    }

    private static void texts(EventDraft draft, JsonNode body, JsonNode subject) {
        Stream.of(
                        text(subject, "title"),
                        text(subject, "body"),
                        text(subject, "description"),
                        text(subject, "message"),
                        text(body, "pull_request", "title"),
                        text(body, "pull_request", "body"),
                        text(body, "comment", "body"))
                .filter(text -> !text.isEmpty())
                .distinct()
                .forEach(text -> draft.texts.add(new EventDraft.Scannable("body", "", Phi.of(text))));
        body.path("commits").forEach(commit -> {
            String message = text(commit, "message");
            if (!message.isEmpty()) {
                draft.texts.add(new EventDraft.Scannable("body", "", Phi.of(message)));
            }
        });
    }

    private static @Nullable String object(JsonNode body) {
        String repository =
                ClearText.name(text(body, "repository", "full_name")).orElse("");
        String number = first(
                text(body, "pull_request", "number"), text(body, "issue", "number"), text(body, "deployment", "id"));
        return repository.isEmpty() ? null : number.isEmpty() ? repository : repository + '#' + number;
    }

    private static Outcome outcome(JsonNode subject) {
        return switch (first(text(subject, "conclusion"), text(subject, "state"))) {
            case "failure", "error", "timed_out" -> Outcome.failure;
            case "rejected", "changes_requested" -> Outcome.denied;
            default -> Outcome.success;
        };
    }

    /** The header is not signed: what is no GUID is hashed. */
    private static String id(Delivery delivery, String event) {
        String guid = delivery.header("X-GitHub-Delivery").orElse("").strip();
        return guid.isEmpty() ? EventIds.of("delivery", delivery.id(), event) : EventIds.of("guid", guid);
    }

    /** GitHub sends each event within seconds and once: where it tells no time, that of the receipt is meant. */
    private static Instant time(JsonNode body, JsonNode subject, Delivery delivery) {
        for (JsonNode node : List.of(subject, body)) {
            for (String field : TIMES) {
                Optional<Instant> time = JsonPayload.time(text(node, field));
                if (time.isPresent()) {
                    return time.get();
                }
            }
        }
        return delivery.received();
    }

    private static Action action(String event, String verb, JsonNode body) {
        return switch (event) {
            case "pull_request_review", "deployment_review" ->
                Approvals.isApproval(event, body) ? Action.approve : Action.other;
            case "pull_request" -> verb.equals("opened") ? Action.create : Action.update;
            case "push", "create" -> Action.update;
            case "delete" -> Action.delete;
            case "release", "deployment", "deployment_status" -> Action.publish;
            case "member", "membership", "organization", "team", "team_add" -> membership(verb);
            case "deploy_key", "personal_access_token_request" -> verb.equals("deleted") ? Action.revoke : Action.grant;
            case "installation", "installation_repositories", "github_app_authorization" ->
                verb.equals("deleted") || verb.equals("revoked") ? Action.uninstall : Action.install;
            case "repository" -> repository(verb);
            case "public" -> Action.share;
            case "branch_protection_rule", "branch_protection_configuration", "repository_ruleset", "meta" ->
                Action.configure;
            default -> Action.other;
        };
    }

    private static Action membership(String verb) {
        return switch (verb) {
            case "added", "member_added", "member_invited", "edited", "added_to_repository", "created" -> Action.grant;
            case "removed", "member_removed", "removed_from_repository", "deleted" -> Action.revoke;
            default -> Action.update;
        };
    }

    private static Action repository(String verb) {
        return switch (verb) {
            case "created" -> Action.create;
            case "deleted" -> Action.delete;
            case "publicized", "transferred" -> Action.share;
            default -> Action.configure;
        };
    }
}
