package io.phiwatch.ingest.adapter.weblog;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Lines;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Parsed.Reason;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.phi.PhiScanner;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads logs of web servers, proxies, balancers and CDNs, one event a line: docs/adapters/weblog.md. */
public final class WeblogAdapter implements Adapter {
    private static final String CLOUDFLARE = "cloudflare";
    /** Zone of the clock in error logs, which do not tell it; UTC unless set. */
    private static final String TIME_ZONE = "time_zone";

    private final String platform;
    private final WeblogEvents events;

    private WeblogAdapter(String platform, PhiScanner scanner) {
        this.platform = platform;
        this.events = new WeblogEvents(scanner);
    }

    /** One for each server; all read all formats. */
    public static Stream<Adapter> all(PhiScanner scanner) {
        return Stream.of("nginx", "apache", "caddy", "traefik", "alb", CLOUDFLARE)
                .map(platform -> new WeblogAdapter(platform, scanner));
    }

    @Override
    public String platform() {
        return platform;
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    /** Equal lines are distinct events by where they stood; only Logpush, which may repeat itself, numbers requests. */
    @Override
    public boolean repeats() {
        return platform.equals(CLOUDFLARE);
    }

    @Override
    public List<String> faults(Source source) {
        try {
            zone(source);
            return List.of();
        } catch (DateTimeException unknown) {
            return List.of("settings.time_zone: must be a zone such as America/New_York");
        }
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        return Lines.of(delivery.body()).stream()
                .map(line -> parseLine(line.raw(), delivery.id() + ':' + line.index(), source))
                .toList();
    }

    private Parsed parseLine(byte[] raw, String id, Source source) {
        String text = new String(raw, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            return parseJson(raw, id, source);
        }
        SyslogLine line = SyslogLine.of(text);
        Optional<AccessLine> access = TextLine.parse(line.message());
        if (access.isPresent()) {
            return access(raw, id, access.get(), source);
        }
        Optional<ErrorLine> error = ErrorLine.parse(line, zone(source));
        if (error.isEmpty()) {
            return new Parsed.Rejected(Reason.MALFORMED_LINE, null, raw);
        }
        Instant time = error.get().time();
        return time == null ? noTime(raw) : new Parsed.Event(events.draft(id, error.get(), time, source), raw);
    }

    private Parsed parseJson(byte[] raw, String id, Source source) {
        Optional<JsonNode> json = JsonPayload.parse(raw);
        if (json.isEmpty()) {
            return new Parsed.Rejected(Reason.MALFORMED_JSON, null, raw);
        }
        return JsonLine.parse(json.get())
                .map(line -> access(raw, line.id().isEmpty() ? id : EventIds.of(line.id()), line, source))
                .orElseGet(() -> new Parsed.Rejected(Reason.NOT_AN_EVENT, null, raw));
    }

    private Parsed access(byte[] raw, String id, AccessLine line, Source source) {
        Instant time = line.time();
        return time == null ? noTime(raw) : new Parsed.Event(events.draft(id, line, time, source), raw);
    }

    private static Parsed noTime(byte[] raw) {
        return new Parsed.Rejected(Reason.MISSING_TIME, "time", raw);
    }

    private static ZoneId zone(Source source) {
        return ZoneId.of(source.settings().getOrDefault(TIME_ZONE, "UTC"));
    }
}
