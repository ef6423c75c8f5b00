package io.phiwatch.ingest.adapter.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.adapter.LogRecords;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code wc-logs}: {@code 2024-05-01T10:04:29+00:00 LEVEL message CONTEXT: {json}}. Messages span lines where
 * requests are dumped.
 */
final class WooLog {
    private static final Pattern START = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[+-]\\d\\d:\\d\\d|Z)) (EMERGENCY|ALERT|CRITICAL|ERROR|WARNING|NOTICE|INFO|DEBUG) ");

    private static final String CONTEXT = "CONTEXT: {";

    private WooLog() {}

    static List<Parsed> parse(Delivery delivery) {
        return LogRecords.of(delivery.text(), line -> START.matcher(line).lookingAt()).stream()
                .map(record -> parse(record, delivery.id() + ':' + record.line()))
                .toList();
    }

    private static Parsed parse(LogRecords.Entry record, String id) {
        Matcher start = START.matcher(record.text());
        if (!start.lookingAt()) {
            return new Parsed.Rejected(Reason.MALFORMED_LINE, null, record.raw());
        }
        Optional<Instant> time = JsonPayload.time(start.group(1));
        if (time.isEmpty()) {
            return new Parsed.Rejected(Reason.MISSING_TIME, "time", record.raw());
        }
        EventDraft draft = new EventDraft(id, time.get(), Action.other);
        draft.actionNative = "log";
        draft.objectType = "log";
        draft.actorKind = ActorKind.service;
        draft.attributes.put("level", start.group(2).toLowerCase(Locale.ROOT));
        String message = record.text().substring(start.end());
        int at = message.lastIndexOf(CONTEXT);
        Optional<JsonNode> context = at < 0 ? Optional.empty() : json(message.substring(at + CONTEXT.length() - 1));
        context.ifPresent(json -> {
            draft.attribute("channel", ClearText.name(JsonPayload.text(json, "source")));
            draft.texts.addAll(JsonTexts.of(json, "log"));
        });
        draft.scan("log", "", context.isPresent() ? message.substring(0, at) : message);
        return new Parsed.Event(draft, record.raw());
    }

    private static Optional<JsonNode> json(String text) {
        return JsonPayload.parse(text.getBytes(StandardCharsets.UTF_8)).filter(JsonNode::isObject);
    }
}
