package io.phiwatch.ingest.adapter.weblog;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.phi.PhiScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads access logs of nginx and Apache, one event a line: docs/adapters/weblog.md. */
public final class WeblogAdapter implements Adapter {
    private final String platform;
    private final WeblogEvents events;

    /** Adapter for the servers of that name, {@code nginx} or {@code apache}; both write the same formats. */
    public WeblogAdapter(String platform, PhiScanner scanner) {
        this.platform = platform;
        this.events = new WeblogEvents(scanner);
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    /** Equal lines are distinct events, and their ids come from where they stood. */
    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        List<Parsed> parsed = new ArrayList<>();
        byte[] body = delivery.body();
        int start = 0;
        int line = 0;
        while (start < body.length) {
            int end = endOfLine(body, start);
            byte[] raw = withoutReturn(body, start, end);
            if (!isBlank(raw)) {
                parsed.add(parseLine(raw, delivery.id() + ':' + line, source));
            }
            line++;
            start = end + 1;
        }
        return parsed;
    }

    private Parsed parseLine(byte[] raw, String id, Source source) {
        String text = new String(raw, StandardCharsets.UTF_8).strip();
        boolean json = text.startsWith("{");
        Optional<AccessLine> access = json ? parseJson(raw) : TextLine.parse(text);
        if (access.isEmpty()) {
            return new Parsed.Rejected(json ? jsonReason(raw) : textReason(text), null, raw);
        }
        return access.get().time() == null
                ? new Parsed.Rejected(Reason.MISSING_TIME, "time", raw)
                : new Parsed.Event(events.draft(id, access.get(), access.get().time(), source), raw);
    }

    private static Optional<AccessLine> parseJson(byte[] raw) {
        return JsonPayload.parse(raw).filter(JsonNode::isObject).flatMap(JsonLine::parse);
    }

    private static Reason jsonReason(byte[] raw) {
        return JsonPayload.parse(raw).isEmpty() ? Reason.MALFORMED_JSON : Reason.NOT_AN_EVENT;
    }

    private static Reason textReason(String text) {
        return TextLine.isErrorLog(text) ? Reason.NOT_AN_EVENT : Reason.MALFORMED_LINE;
    }

    private static int endOfLine(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] withoutReturn(byte[] body, int start, int end) {
        int stop = end > start && body[end - 1] == '\r' ? end - 1 : end;
        return Arrays.copyOfRange(body, start, stop);
    }

    private static boolean isBlank(byte[] raw) {
        for (byte b : raw) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
