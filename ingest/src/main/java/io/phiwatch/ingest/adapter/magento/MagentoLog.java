package io.phiwatch.ingest.adapter.magento;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.adapter.LogRecords;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code var/log}: Monolog's {@code [time] channel.LEVEL: message {context} [extra]}, of system, exception,
 * debug and extensions' logs. Exceptions span lines. Times without an offset are UTC, to which Magento sets PHP.
 */
final class MagentoLog {
    private static final Pattern START = Pattern.compile(
            "\\[(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[^\\]]{0,20})\\] ([\\w.\\-]{1,60})\\.([A-Z]{4,9}):");

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("LOGOUT", Action.logout, "account"),
            new Meaning("LOGIN", Action.login, "account"),
            new Meaning("REGISTER", Action.create, "customer"),
            new Meaning("PAYMENT", Action.pay, "payment"),
            new Meaning("ORDER", Action.create, "order"),
            new Meaning("CART", Action.update, "cart"));

    private MagentoLog() {}

    private record Meaning(String word, Action action, String thing) {}

    /** Whether a line starts a record. */
    static boolean starts(String line) {
        return START.matcher(line).lookingAt();
    }

    static List<Parsed> parse(Delivery delivery) {
        return LogRecords.of(delivery.text(), MagentoLog::starts).stream()
                .map(record -> parse(record, delivery.id() + ':' + record.line()))
                .toList();
    }

    private static Parsed parse(LogRecords.Entry record, String id) {
        Matcher start = START.matcher(record.text());
        if (!start.lookingAt()) {
            return new Parsed.Rejected(Reason.MALFORMED_LINE, null, record.raw());
        }
        Optional<Instant> time = JsonPayload.time(start.group(1), ZoneOffset.UTC);
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "time", record.raw());
        }
        Message message = Message.of(record.text().substring(start.end()).strip());
        String type = text(message.context, "type");
        EventDraft draft = type.isEmpty() ? entry(id, time.get(), start) : typed(id, time.get(), type, message.context);
        draft.attribute("channel", ClearText.name(start.group(2)));
        draft.attributes.put("level", start.group(3).toLowerCase(Locale.ROOT));
        draft.scan("log", "", message.words);
        people(draft, message.context);
        return new Parsed.Event(draft, record.raw());
    }

    /**
     * What stands behind the level.
     *
     * @param words all of it but the context
     * @param context the first object; missing where it is no JSON, as those of exceptions are
     */
    private record Message(String words, JsonNode context) {
        static Message of(String text) {
            int open = text.indexOf('{');
            for (int close : List.of(text.lastIndexOf('}'), text.indexOf("} {"), text.indexOf("} ["))) {
                Optional<JsonNode> context =
                        open < 0 || close < open ? Optional.empty() : json(text.substring(open, close + 1));
                if (context.isPresent()) {
                    return new Message(text.substring(0, open) + text.substring(close + 1), context.get());
                }
            }
            return new Message(text, MissingNode.getInstance());
        }

        private static Optional<JsonNode> json(String text) {
            return JsonPayload.parse(text.getBytes(StandardCharsets.UTF_8)).filter(JsonNode::isObject);
        }
    }

    private static EventDraft entry(String id, Instant time, Matcher start) {
        EventDraft draft = new EventDraft(id, time, Action.other);
        draft.actionNative = "log";
        draft.objectType = "log";
        draft.objectId = ClearText.name(start.group(2)).orElse(null);
        draft.actorKind = ActorKind.service;
        return draft;
    }

    /** Entries of security extensions: {@code {"type":"ADMIN_LOGIN_FAILED","ip":…}}. */
    private static EventDraft typed(String id, Instant time, String type, JsonNode context) {
        Optional<Meaning> meaning = MEANINGS.stream()
                .filter(known -> type.toUpperCase(Locale.ROOT).contains(known.word))
                .findFirst();
        EventDraft draft = new EventDraft(id, time, meaning.map(Meaning::action).orElse(Action.other));
        draft.actionNative = ClearText.name(type).orElse("log");
        draft.objectType = meaning.map(Meaning::thing).orElse("log");
        draft.outcome = type.contains("FAIL") ? Outcome.failure : Outcome.success;
        boolean admin = type.startsWith("ADMIN");
        boolean shop = draft.action == Action.pay || draft.action == Action.update;
        draft.surface = admin ? Surface.admin : shop ? Surface.checkout : Surface.storefront;
        draft.actorKind = admin ? ActorKind.staff : ActorKind.anonymous;
        draft.attribute("payment_method", ClearText.name(text(context, "payment_method")));
        return draft;
    }

    private static void people(EventDraft draft, JsonNode context) {
        String customer = text(context, "customer_id");
        String staff = first(text(context, "username"), text(context, "user_name"), text(context, "admin_user"));
        if (!customer.isEmpty()) {
            draft.patients.add(Phi.of(customer));
            draft.objectPerson = Phi.of(customer);
        }
        if (!staff.isEmpty()) {
            draft.actor = Phi.of(staff);
            // whom the log doesn't call an administrator may be a patient, and is not named
            draft.actorKind = draft.surface == Surface.admin ? ActorKind.staff : ActorKind.patient;
        } else if (!customer.isEmpty() && draft.action != Action.other) {
            draft.actor = Phi.of(customer);
            draft.actorKind = ActorKind.patient;
        }
        draft.clientAddress = phi(first(text(context, "ip"), text(context, "remote_ip"), text(context, "client_ip")));
        draft.userAgent = phi(text(context, "user_agent"));
        draft.texts.addAll(JsonTexts.of(context, "log"));
    }
}
