package io.phiwatch.ingest.fuzz;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.phi.PhiFinding;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.PhiType;
import io.phiwatch.ingest.phi.PhiType.Tier;
import io.phiwatch.ingest.phi.SitePattern;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.syslog.SyslogFrames;
import io.phiwatch.ingest.syslog.SyslogMessage;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All targets by name. Each takes any bytes and throws where its code breaks a promise. */
final class FuzzTargets {
    private static final PhiScanner SCANNER = new PhiScanner(
            List.of(SitePattern.of(new PhiType("CHART", Tier.IDENTIFIER), "[A-Z]{1,3}-?\\d{4,8}")),
            Duration.ofSeconds(5));

    private static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");
    private static final int LONGEST_FRAME = 512;

    private FuzzTargets() {}

    /** The scanner, URLs, syslog, and every adapter under {@code adapter-PLATFORM}; a new parser is a line here. */
    static Map<String, Consumer<byte[]>> all() {
        Map<String, Consumer<byte[]>> targets = new TreeMap<>();
        targets.put("scanner", FuzzTargets::scan);
        targets.put("syslog", FuzzTargets::syslog);
        targets.put("url", bytes -> UrlText.of(text(bytes)));
        for (Adapter adapter : Adapters.all()) {
            targets.put("adapter-" + adapter.platform(), bytes -> deliver(adapter, bytes));
        }
        return targets;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The first line names the field: findings stay inside of the text, in order, without overlap. */
    private static void scan(byte[] bytes) {
        String[] parts = text(bytes).split("\n", 2);
        String field = parts.length > 1 ? parts[0] : "";
        String text = parts[parts.length - 1];
        int last = 0;
        for (PhiFinding finding : SCANNER.scan(field, text)) {
            if (finding.start() < last || finding.end() <= finding.start() || finding.end() > text.length()) {
                throw new IllegalStateException("finding out of place");
            }
            last = finding.end();
        }
    }

    /** The first byte is how much comes at a time: messages are the same however they come, and each is read. */
    private static void syslog(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(bytes, 1, bytes.length);
        List<byte[]> whole = frames(stream, stream.length);
        List<byte[]> parts = frames(stream, Math.max(1, bytes[0] & 0xFF));
        if (!Arrays.deepEquals(whole.toArray(), parts.toArray())) {
            throw new IllegalStateException("messages depend on how they come");
        }
        for (byte[] frame : whole) {
            SyslogMessage message = SyslogMessage.parse(frame, RECEIVED);
            if (frame.length > LONGEST_FRAME || message.body().length > frame.length) {
                throw new IllegalStateException("message longer than it may be");
            }
        }
    }

    private static List<byte[]> frames(byte[] stream, int step) {
        SyslogFrames frames = new SyslogFrames(LONGEST_FRAME);
        List<byte[]> complete = new ArrayList<>();
        for (int at = 0; at < stream.length; at += step) {
            byte[] part = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + step));
            complete.addAll(frames.read(part, part.length));
        }
        frames.end().ifPresent(complete::add);
        return complete;
    }

    /** Lines up to an empty one are headers: signatures are checked and bodies read without an exception. */
    private static void deliver(Adapter adapter, byte[] bytes) {
        String text = text(bytes);
        int body = text.indexOf("\n\n");
        Map<String, String> headers = new TreeMap<>();
        text.substring(0, Math.max(0, body)).lines().forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(0, colon)),
                    line.substring(colon + 1).strip());
        });
        byte[] content = text.substring(body < 0 ? 0 : body + 2).getBytes(StandardCharsets.UTF_8);
        Delivery delivery = new Delivery(content, headers, RECEIVED, "d-1");
        Source source = new Source(
                "fuzz",
                adapter.platform(),
                "acme",
                Environment.production,
                Surface.portal,
                List.of("a secret of the source"),
                Duration.ofMinutes(10),
                Map.of());
        adapter.challenge(delivery, source);
        adapter.parse(delivery, source);
    }
}
