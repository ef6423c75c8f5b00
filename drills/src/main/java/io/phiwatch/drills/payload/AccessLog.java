package io.phiwatch.drills.payload;

import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSources;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines in nginx's combined format, shipped in batches. */
public final class AccessLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private AccessLog() {}

    /**
     * A visitor's browser.
     *
     * @param referrer address of the page before, or {@code -}
     */
    public record Visitor(String address, String userAgent, String referrer) {}

    /** A page that was served, as nginx logs it. */
    public static String line(Visitor visitor, Instant time, String target, int bytes) {
        return String.format(
                Locale.ROOT,
                "%s - - [%s] \"GET %s HTTP/1.1\" 200 %d \"%s\" \"%s\"",
                visitor.address(),
                TIME.format(time),
                target,
                bytes,
                visitor.referrer(),
                visitor.userAgent());
    }

    /** One request of a log shipper. */
    public static Delivery batch(List<String> lines, Instant time) {
        return new Delivery(
                SimulatedSources.WEB,
                SimulatedSources.NGINX,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                String.join("\n", lines) + "\n",
                time);
    }
}
