package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads recorded payloads of the shops, if the system property {@code phiwatch.samples} names their folder, and holds
 * what became of each against {@code commerce-samples.txt}. There, people and times stand as pointers into the file.
 */
final class CommerceSamplesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final PhiScanner SCANNER = new PhiScanner();
    private static final Instant RECEIVED = Instant.parse("2026-05-11T15:01:00Z");
    private static final Instant TRIGGERED = Instant.parse("2026-05-11T15:00:59Z");
    private static final String SECRET = "test-secret";

    private Path samples;

    @BeforeEach
    void findSamples() {
        String folder = System.getProperty("phiwatch.samples", "");
        assumeFalse(folder.isBlank());
        samples = Path.of(folder);
    }

    /**
     * What a sample must become.
     *
     * @param from pointer to the payload in the file: polls hand in the items of a page, and references hold no envelope
     * @param as topic or name that the file itself doesn't hold
     */
    private record Expected(String file, String from, String as, String facts) {
        static Expected of(String line) {
            String[] parts = line.split(" *\\| *", 4);
            return new Expected(parts[0], parts[1], parts[2], parts[3]);
        }

        /** Whether all is as expected; the scanner may find more types than are. */
        boolean isMetBy(String found) {
            Set<String> types = Set.of(phi(found).split(",", -1));
            Set<String> wanted = Set.of(phi(facts).split(",", -1));
            return withoutPhi(found).equals(withoutPhi(facts)) && (phi(facts).isEmpty() || types.containsAll(wanted));
        }

        private static String withoutPhi(String facts) {
            return facts.replaceAll("phi=\\S*", "");
        }

        private static String phi(String facts) {
            return facts.contains(" ; ") ? "" : facts.substring(facts.lastIndexOf("phi=") + "phi=".length());
        }

        boolean isNotRead() {
            return as.equals("not read");
        }
    }

    private static List<Expected> expected() throws IOException {
        try (InputStream lines = CommerceSamplesTest.class.getResourceAsStream("commerce-samples.txt")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Expected::of)
                    .toList();
        }
    }

    @Test
    void readsEverySampleAsExpected() throws IOException {
        List<String> differences = new ArrayList<>();
        for (Expected expected : expected()) {
            if (!expected.isNotRead()) {
                String facts = facts(expected);
                if (!expected.isMetBy(facts)) {
                    differences.add(String.join(" | ", expected.file, expected.from, expected.as, facts));
                }
            }
        }

        assertThat(differences).isEmpty();
    }

    @Test
    void saysOfEverySampleWhatBecomesOfIt() throws IOException {
        List<String> known = expected().stream().map(Expected::file).distinct().toList();
        List<String> files = new ArrayList<>();
        for (String folder : List.of("shopify", "magento", "woocommerce")) {
            try (Stream<Path> walk = Files.walk(samples.resolve(folder))) {
                walk.filter(Files::isRegularFile)
                        .map(file -> samples.relativize(file).toString())
                        .filter(file -> !file.endsWith("SOURCES.md"))
                        .forEach(files::add);
            }
        }

        assertThat(files).isNotEmpty().allMatch(known::contains);
    }

    @Test
    void acceptsEveryDerivedSignature() throws IOException {
        for (String platform : List.of("shopify", "woocommerce")) {
            JsonNode cases = json(platform + "/signature/derived_headers.json").path("cases");
            assertThat(cases).isNotEmpty();
            for (JsonNode one : cases) {
                byte[] body = bytes(platform + '/' + one.path("body_file").asText());
                Map<String, String> headers = new HashMap<>();
                one.path("headers")
                        .properties()
                        .forEach(field ->
                                headers.put(field.getKey(), field.getValue().asText()));
                Delivery delivery = new Delivery(body, headers, RECEIVED, "d");
                String secret = one.path("secret").asText();

                assertThat(adapter(platform).isAuthentic(delivery, source(platform, secret)))
                        .isTrue();
                assertThat(adapter(platform).isAuthentic(delivery, source(platform, secret + "x")))
                        .isFalse();
                assertThat(adapter(platform).parse(delivery, source(platform, secret)))
                        .allMatch(Parsed.Event.class::isInstance);
            }
        }
    }

    private String facts(Expected expected) throws IOException {
        String platform = platform(expected.file);
        Adapter adapter = adapter(platform);
        boolean lines = expected.file.endsWith(".log");
        JsonNode json = lines ? MAPPER.nullNode() : json(expected.file).at(expected.from);
        byte[] body = lines ? bytes(expected.file) : MAPPER.writeValueAsBytes(enveloped(expected, json));
        Delivery delivery = new Delivery(body, headers(expected), RECEIVED, "d");
        return adapter.parse(delivery, source(platform, SECRET)).stream()
                .map(parsed -> facts(parsed, json))
                .distinct()
                .collect(Collectors.joining(" ; "));
    }

    /** References of Adobe hold what an event carries, and not the envelope around it. */
    private static JsonNode enveloped(Expected expected, JsonNode json) {
        if (!expected.as.startsWith("com.adobe.")) {
            return json;
        }
        return MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", "e-1")
                .put("type", expected.as)
                .put("time", "2026-05-11T15:00:00Z")
                .set("data", MAPPER.createObjectNode().set("value", json));
    }

    private static Map<String, String> headers(Expected expected) {
        String topic = expected.as;
        return switch (platform(expected.file)) {
            case "shopify" -> {
                boolean polled = expected.file.contains("admin-rest");
                yield topic.isEmpty()
                        ? Map.of()
                        : polled
                                ? Map.of("X-Shopify-Topic", topic)
                                : Map.of("X-Shopify-Topic", topic, "X-Shopify-Triggered-At", TRIGGERED.toString());
            }
            case "woocommerce" -> Map.of("X-WC-Webhook-Topic", topic);
            default -> topic.equals("webhook") ? Map.of("x-adobe-commerce-request-id", "r-1") : Map.of();
        };
    }

    private static String facts(Parsed parsed, JsonNode json) {
        return switch (parsed) {
            case Parsed.Rejected rejected -> "rejected " + rejected.reason();
            case Parsed.Reference row -> "row of " + row.draft().table;
            case Parsed.Event event -> facts(event.draft(), json);
        };
    }

    private static String facts(EventDraft draft, JsonNode json) {
        TreeSet<String> phi = new TreeSet<>();
        draft.texts.forEach(text -> SCANNER.scan(text.field(), text.text().reveal())
                .forEach(finding -> phi.add(text.place() + ':' + finding.type().name())));
        String patients = draft.patients.stream()
                .map(patient -> place(patient, json))
                .sorted()
                .collect(Collectors.joining(","));
        String actor = draft.actor == null ? "-" : place(draft.actor, json);
        return String.join(
                " ",
                draft.action.name(),
                draft.outcome.name(),
                String.valueOf(draft.surface),
                draft.objectType,
                draft.actorKind + "=" + actor,
                "patients=" + patients,
                "time=" + time(draft, json),
                "phi=" + String.join(",", phi));
    }

    private static String time(EventDraft draft, JsonNode json) {
        if (draft.time.equals(RECEIVED)) {
            return "received";
        }
        if (draft.time.equals(TRIGGERED)) {
            return "header";
        }
        return leaves("", json)
                .filter(leaf -> JsonPayload.time(leaf.getValue(), ZoneOffset.UTC)
                        .filter(draft.time::equals)
                        .isPresent())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(draft.time.toString());
    }

    /** Pointer to the first place in the file where the value stands; the id of a global one counts. */
    private static String place(Phi<String> value, JsonNode json) {
        return Stream.of(value.reveal(), '/' + value.reveal())
                .flatMap(end -> leaves("", json)
                        .filter(leaf -> end.startsWith("/")
                                ? leaf.getValue().endsWith(end)
                                : leaf.getValue().equals(end)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(json.isNull() ? "line" : "elsewhere");
    }

    private static Stream<Map.Entry<String, String>> leaves(String path, JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream().flatMap(field -> leaves(path + '/' + field.getKey(), field.getValue()));
        }
        if (node.isArray()) {
            return Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                    .flatMap(i -> leaves(path + '/' + i, node.get(i)));
        }
        return node.isNull() ? Stream.empty() : Stream.of(Map.entry(path, node.asText()));
    }

    private static String platform(String file) {
        return file.substring(0, file.indexOf('/'));
    }

    private byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(samples.resolve(file));
    }

    private JsonNode json(String file) throws IOException {
        return MAPPER.readTree(bytes(file));
    }

    private static Adapter adapter(String platform) {
        return Adapters.all().stream()
                .filter(adapter -> adapter.platform().equals(platform))
                .findFirst()
                .orElseThrow();
    }

    private static Source source(String platform, String secret) {
        return new Source(
                "s",
                platform,
                "acme",
                Environment.production,
                Surface.storefront,
                List.of(secret),
                Duration.ofMinutes(10),
                Map.of());
    }
}
