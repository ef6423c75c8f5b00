package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads a folder of recorded payloads, if the system property {@code phiwatch.samples} names one. */
final class SamplesTest {
    private static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");

    /** Folder or file, and why its files are no payloads of these adapters. */
    private static final Map<String, String> NOT_OURS = notOurs();

    private static Map<String, String> notOurs() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("shopify/SOURCES.md", "provenance");
        reasons.put("shopify/admin-rest/", "pages of items, which the test of the shops' samples takes apart");
        reasons.put("shopify/signature/", "vectors of signatures: the adapters' own tests");
        reasons.put("webserver/SOURCES.md", "provenance");
        reasons.put("webserver/nginx/elastic_nginxplus_status_1-40.jsonl", "metrics");
        reasons.put("telehealth/zoom/operation-log/", "entries wrapped by a test of rules: the portal's samples");
        reasons.put("telehealth/zoom/reports/", "answers of the report API: the portal's samples");
        reasons.put("telehealth/zoom/signature/", "vectors of signatures: the adapters' own tests");
        reasons.put("telehealth/zoom/webhooks/endpoint.url_validation.json", "a handshake, answered and not recorded");
        return Map.copyOf(reasons);
    }

    /** What marks a line of an access log, told apart from the parser by other means than its own. */
    private static final Pattern ACCESS =
            Pattern.compile(".*\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}].*");

    private Path samples;

    @BeforeEach
    void findSamples() {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        samples = Path.of(folder);
    }

    @Test
    void readsEveryPayload() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String folder : List.of(
                "shopify",
                "webserver",
                "woocommerce/wordpress-access-logs",
                "patient-portal/keycloak",
                "patient-portal/fhir-auditevent",
                "telehealth/zoom")) {
            for (Path file : files(samples.resolve(folder))) {
                String name = samples.relativize(file).toString();
                if (NOT_OURS.keySet().stream().noneMatch(name::startsWith)) {
                    faults.addAll(faults(name, Files.readAllBytes(file)));
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void readsFilesOfOthersWithoutFailing() throws IOException {
        for (Path file : files(samples)) {
            byte[] body = Files.readAllBytes(file);
            for (Adapter adapter : Adapters.all()) {
                assertThatCode(() -> adapter.parse(delivery(adapter, "x", body), source(adapter)))
                        .as("%s", file.getFileName())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void acceptsNothingFromLogsOfOtherKinds() throws IOException {
        Adapter nginx = adapter("nginx");
        byte[] body = Files.readAllBytes(samples.resolve("webserver/nginx/elastic_nginxplus_status_1-40.jsonl"));

        assertThat(nginx.parse(delivery(nginx, "metrics", body), source(nginx)))
                .hasSize(40)
                .noneMatch(item -> item instanceof Parsed.Event);
    }

    private static List<String> faults(String name, byte[] body) {
        Adapter adapter = adapter(platform(name));
        List<Parsed> parsed = adapter.parse(delivery(adapter, name, body), source(adapter));
        long events =
                parsed.stream().filter(item -> item instanceof Parsed.Event).count();
        long expected = name.endsWith(".log") ? expectedLines(name, body) : 1;
        if (events >= expected && events > 0) {
            return List.of();
        }
        String reasons = parsed.stream()
                .flatMap(item ->
                        item instanceof Parsed.Rejected rejected ? Stream.of(rejected.reason()) : Stream.empty())
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        return List.of(name + ": " + events + " of " + expected + " " + reasons);
    }

    private static long expectedLines(String name, byte[] body) {
        Stream<String> lines = new String(body, StandardCharsets.UTF_8).lines();
        return name.startsWith("webserver/") || name.startsWith("woocommerce/")
                ? lines.filter(line -> ACCESS.matcher(line).matches()).count()
                : lines.filter(line -> line.contains("type=") || line.contains("operationType="))
                        .count();
    }

    private static String platform(String name) {
        if (name.startsWith("shopify/")) {
            return "shopify";
        }
        if (name.startsWith("telehealth/zoom/")) {
            return "zoom";
        }
        if (name.startsWith("patient-portal/")) {
            return name.contains("keycloak") ? "keycloak" : "fhir";
        }
        if (name.startsWith("webserver/trackers/")) {
            return "har";
        }
        if (name.startsWith("webserver/csp-reports/")) {
            return "csp-report";
        }
        return name.contains("apache") ? "apache" : "nginx";
    }

    private static Adapter adapter(String platform) {
        return Adapters.all().stream()
                .filter(adapter -> adapter.platform().equals(platform))
                .findFirst()
                .orElseThrow();
    }

    private static Delivery delivery(Adapter adapter, String name, byte[] body) {
        Map<String, String> headers = adapter.platform().equals("shopify")
                ? Map.of("X-Shopify-Topic", topic(name), "X-Shopify-Triggered-At", "2026-05-11T15:00:59Z")
                : Map.of("x-zm-request-timestamp", "1778511660");
        return new Delivery(body, headers, RECEIVED, name);
    }

    /** Topics stand in headers, which the recordings lack; their names tell enough. */
    private static String topic(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1).replace(".json", "");
        String snake = base.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        int cut = snake.lastIndexOf('_');
        return cut < 0 ? snake + "/update" : snake.substring(0, cut) + '/' + snake.substring(cut + 1);
    }

    private static Source source(Adapter adapter) {
        return new Source(
                "s",
                adapter.platform(),
                "acme",
                Environment.production,
                Surface.storefront,
                List.of("secret"),
                Duration.ofMinutes(10),
                Map.of());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
