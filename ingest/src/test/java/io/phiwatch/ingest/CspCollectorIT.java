package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.csp.CspReportAdapter;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.schema.DestinationRelation;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector script in a real browser: what its page tries to send to a tracker arrives as an event. */
class CspCollectorIT extends RunningIngest {
    private static final String SECRET = "k7hQ-pages";
    private static final Path SCRIPT =
            Path.of(System.getProperty("phiwatch.root"), "docs", "adapters", "csp-collector.js");
    private static final String PAGE = """
            <!doctype html><html><head>
            <meta http-equiv="Content-Security-Policy" content="img-src 'self'">
            <script src="/csp-collector.js" data-endpoint="http://127.0.0.1:%d/ingest/pages?token=%s"></script>
            </head><body><form><input name="ssn" value="519-86-4417"></form>
            <img src="https://www.facebook.com/tr?id=1&ev=PageView"><img src="https://www.facebook.com/tr?id=1&ev=PageView">
            </body></html>
            """;

    @TempDir
    private Path profile;

    @Override
    List<Adapter> adapters() {
        return List.of(new CspReportAdapter(new PhiScanner(), Trackers.bundled()));
    }

    @Override
    IngestConfig config() {
        IngestConfig one = super.config();
        Source pages = new Source(
                "pages",
                "csp-report",
                "acme",
                Environment.production,
                Surface.portal,
                List.of(SECRET),
                Duration.ofMinutes(10),
                Map.of());
        return one.with(IngestConfig.Sources.of(List.of(pages)));
    }

    @Test
    void tellsWhatAPageTriedToSendAndNothingThatWasTyped() throws Exception {
        // Given
        Path browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(browser != null, "skipped: no Chromium");
        HttpServer shop = shop();

        // When
        try {
            visit(browser, "http://127.0.0.1:" + shop.getAddress().getPort() + "/visit?doctor=roe");
        } finally {
            shop.stop(0);
        }

        // Then
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.getDestinationHost()).isEqualTo("www.facebook.com");
            assertThat(event.getDestinationRelation()).isEqualTo(DestinationRelation.third_party);
            assertThat(event.getOutcome()).isEqualTo(Outcome.denied);
            assertThat(event.getObjectId()).isEqualTo("/visit");
            assertThat(event.getClientAgent()).contains("chrome");
            assertThat(event.getAttributes())
                    .containsEntry("tracker", "meta-pixel")
                    .containsEntry("directive", "img-src");
            assertThat(event.getPhiTypes()).isEmpty();
        });
    }

    private HttpServer shop() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/csp-collector.js", exchange -> answer(exchange, "text/javascript", Files.readString(SCRIPT)));
        server.createContext(
                "/visit", exchange -> answer(exchange, "text/html", PAGE.formatted(ingest.port(), SECRET)));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Longer than the script waits before it reports. */
    private void visit(Path browser, String url) throws Exception {
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--user-data-dir=" + profile,
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        url)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("out.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
