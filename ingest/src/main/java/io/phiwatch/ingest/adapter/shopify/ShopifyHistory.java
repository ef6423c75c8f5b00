package io.phiwatch.ingest.adapter.shopify;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entries of the store's history, as a poll gets them: REST {@code events.json} ({@code verb}, {@code subject_type})
 * and GraphQL {@code events} ({@code action}, {@code subjectType}). They tell no address and no id of the staff.
 */
final class ShopifyHistory {
    private static final Pattern WORDS = Pattern.compile("([a-z])([A-Z])");
    /** The first that the verb starts with or holds decides. */
    private static final List<Verb> VERBS = List.of(
            new Verb("refund", Action.refund),
            new Verb("authorization", Action.pay),
            new Verb("capture", Action.pay),
            new Verb("sale", Action.pay),
            new Verb("paid", Action.pay),
            new Verb("mail_sent", Action.transmit),
            new Verb("unpublished", Action.update),
            new Verb("published", Action.publish),
            new Verb("destroy", Action.delete),
            new Verb("delete", Action.delete),
            new Verb("placed", Action.create),
            new Verb("confirmed", Action.update),
            new Verb("create", Action.create),
            new Verb("install", Action.install),
            new Verb("export", Action.export),
            new Verb("update", Action.update),
            new Verb("edit", Action.update),
            new Verb("cancel", Action.update),
            new Verb("fulfill", Action.update),
            new Verb("close", Action.update),
            new Verb("open", Action.update),
            new Verb("add", Action.update),
            new Verb("remove", Action.update));

    private ShopifyHistory() {}

    private record Verb(String word, Action action) {}

    static boolean isEntry(JsonNode json) {
        return (json.has("verb") && json.has("subject_type")) || (json.has("action") && json.has("createdAt"));
    }

    static EventDraft draft(JsonNode json, Instant time) {
        String verb = first(text(json, "verb"), text(json, "action")).toLowerCase(Locale.ROOT);
        String type = first(text(json, "subject_type"), text(json, "subjectType"));
        Topic topic = new Topic(resource(type), verb);
        EventDraft draft = new EventDraft(EventIds.of("history", text(json, "id")), time, action(verb));
        draft.actionNative = ClearText.name(topic.thing() + '-' + verb).orElse(null);
        draft.outcome = verb.contains("fail") ? Outcome.failure : Outcome.success;
        draft.objectType = topic.thing();
        draft.surface = topic.surface();
        subject(draft, topic, first(text(json, "subject_id"), text(json, "subjectId")));
        actor(draft, json);
        draft.scan("body", "", text(json, "message"));
        draft.scan("body", "", text(json, "body"));
        return draft;
    }

    private static Action action(String verb) {
        return VERBS.stream()
                .filter(known -> verb.contains(known.word))
                .map(Verb::action)
                .findFirst()
                .orElse(Action.other);
    }

    /** {@code DraftOrder} and {@code DRAFT_ORDER} are {@code draft_orders}; what has no such name is an event. */
    private static String resource(String type) {
        Matcher words = WORDS.matcher(type);
        String name = ClearText.name(words.replaceAll("$1_$2").toLowerCase(Locale.ROOT))
                .orElse("event");
        return name + 's';
    }

    private static void subject(EventDraft draft, Topic topic, String id) {
        String number = id.substring(id.lastIndexOf('/') + 1);
        if (topic.isImpersonal()) {
            draft.objectId = ClearText.name(number).orElse(null);
            return;
        }
        draft.objectPerson = phi(number);
        if (topic.isAboutCustomer() && !number.isEmpty()) {
            draft.patients.add(Phi.of(number));
        }
    }

    /** REST names an author, GraphQL says whether an app or one of the staff did it. */
    private static void actor(EventDraft draft, JsonNode json) {
        String author = text(json, "author");
        String app = text(json, "appTitle");
        boolean byStaff = text(json, "attributeToUser").equals("true");
        boolean byApp = text(json, "attributeToApp").equals("true") || (author.isEmpty() && !byStaff && !app.isEmpty());
        if (byApp) {
            draft.actorKind = ActorKind.app;
            draft.actor = phi(app);
        } else if (byStaff || !(author.isEmpty() || author.equals("Shopify"))) {
            draft.actorKind = ActorKind.staff;
            draft.actor = phi(author);
        } else {
            draft.actorKind = ActorKind.service;
        }
        draft.attribute("app", ClearText.label(app));
    }
}
