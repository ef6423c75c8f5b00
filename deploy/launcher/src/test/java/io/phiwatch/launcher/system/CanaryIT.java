package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Adapters;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.replay.PlatformSignature;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of patients, planted in every kind of field of every platform and sent in by every receiver, come out nowhere:
 * in no topic, state, file, log, metric, answer or page. What is sealed is not readable, so it may be looked at, too.
 */
final class CanaryIT {
    private static final String SECRET = "0123456789-shared-secret";
    private static final String INPUT = "clinic-input";
    private static final Duration SOON = Duration.ofSeconds(60);
    /** What adapters need to know beside the secret. */
    private static final Map<String, String> SETTINGS = Map.of(
            "auth0", "{staff_connections: clinic}",
            "jira", "{approved_statuses: ready to go}",
            "lms", "{valid_for: P6M}",
            "livekit", "{staff_prefixes: dr-}");

    private static final Pattern COUNTER = Pattern.compile(
            "phiwatch_ingest_(read|items)_total\\{(?:outcome=\"(\\w+)\",)?source=\"([^\"]+)\"} ([0-9.E]+)");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Instant now = Instant.now();
    private final CanaryOutputs outputs = new CanaryOutputs(CanaryPayload.NEEDLES);

    @Test
    void noPlantedValueComesOutAnywhere() throws Exception {
        Path followed = Files.writeString(folder.resolve("followed.log"), CanaryApis.line(now));
        Path config = folder.resolve("phiwatch.yaml");
        try (CanaryApis apis = new CanaryApis(now)) {
            String sources = sources(followed, apis.url());
            Files.writeString(config, sources);
            try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), config)) {
                // When
                postAll(phiwatch);
                sendHec(phiwatch);
                sendSyslog(phiwatch);
                sendToTopic(phiwatch);
                Files.writeString(config, sources + fromTopic(phiwatch.kafka()));
                phiwatch.await(
                        SOON, "every source was heard", () -> unheard(phiwatch).isEmpty());
                phiwatch.await(SOON, "all was fetched twice", () -> apis.wereAsked(3));
                phiwatch.await(
                        SOON,
                        "incidents",
                        () -> phiwatch.api("/api/v1/incidents").toString().contains("phi-in-url"));
                runCommands(phiwatch);

                // Then
                assertThatCountsAddUp(phiwatch);
                outputs.addTopics(phiwatch, Set.of(INPUT));
                outputs.addConsole(phiwatch);
                outputs.add("ingest /metrics", phiwatch.text(phiwatch.ingest() + "/metrics", Map.of()));
            }
        }
        // its stores write what they hold when they are closed
        outputs.addFiles(folder.resolve("data"));
        assertThat(outputs.leaks()).isEmpty();
        assertThat(outputs.places())
                .anyMatch(place -> place.contains("changelog"))
                .anyMatch(place -> place.contains(".sst"))
                .contains("topic phiwatch.sealed", "topic phiwatch.dead-letters", "topic phiwatch.reference.staff")
                .contains("file phiwatch.log", "file ingest/polled.state", "file ingest/fact.memory");
    }

    /** One source for each adapter and each receiver. */
    private String sources(Path followed, String apis) {
        StringBuilder yaml = new StringBuilder("""
                ingest: {syslog: [{name: plain, port: 0}]}
                pages: [{kind: log}]
                privacy: {site_patterns: [{type: CHART, pattern: 'kanari-\\d{2}'}]}
                sources:
                """);
        for (Adapter adapter : Adapters.all()) {
            String platform = adapter.platform();
            String settings = platform.equals("json")
                    ? "{mapping: " + Path.of(System.getProperty("phiwatch.root"), "docs/adapters/json-example.yaml")
                            + "}"
                    : SETTINGS.getOrDefault(platform, "{}");
            yaml.append("  - {id: %s, platform: %s, tenant: acme, surface: portal, secrets: [%s], settings: %s}\n"
                    .formatted(platform, platform, SECRET, settings));
        }
        return yaml.append("""
                  - {id: hec, platform: nginx, tenant: acme, secrets: [hec-secret]}
                  - {id: followed, platform: nginx, tenant: acme, files: [%1$s]}
                  - {id: radiology, platform: atna, tenant: acme, syslog: {listener: plain}, peers: {addresses: [127.0.0.0/8]}}
                  - {id: polled, platform: okta, tenant: acme, receive: {poll: {url: "%2$s/events", every: 1s, items: data, id: uuid, time: published}}}
                  - id: listed
                    platform: shopify
                    tenant: acme
                    receive: {poll: {url: "%2$s/users", every: 1s, items: users, id: id, snapshot: {object: user, created: grant, updated: grant, deleted: revoke, personal: true}}}
                  - {id: broken, platform: shopify, tenant: acme, receive: {poll: {url: "%2$s/broken", every: 1s, items: users}}}
                  - {id: bucket, platform: nginx, tenant: acme, receive: {bucket: {endpoint: "%2$s", name: bucket, every: 1s, access: {key_id: k, secret: s}}}}
                """.formatted(followed, apis)).toString();
    }

    private static String fromTopic(String kafka) {
        return "  - {id: queue, platform: nginx, tenant: acme, receive: {topic: {name: " + INPUT
                + ", kafka: {bootstrap.servers: \"" + kafka + "\"}}}}\n";
    }

    private static Set<String> expected() {
        Set<String> sources =
                new TreeSet<>(Set.of("hec", "followed", "radiology", "polled", "listed", "bucket", "queue"));
        Adapters.all().forEach(adapter -> sources.add(adapter.platform()));
        return sources;
    }

    /** Every payload whole, broken, and from somebody else. */
    private void postAll(RunningPhiwatch phiwatch) throws Exception {
        for (CanaryPayload payload : CanaryPayload.all(now)) {
            assertThat(post(phiwatch, payload, SECRET)).as(payload.name()).isEqualTo(200);
            assertThat(post(phiwatch, payload.broken(), SECRET))
                    .as(payload.name())
                    .isEqualTo(200);
            assertThat(post(phiwatch, payload, "of-somebody-else"))
                    .as(payload.name())
                    .isEqualTo(401);
        }
        HttpResponse<String> unknown =
                send(phiwatch.ingest() + "/ingest/canary-patient?email=canary@example.com", Map.of(), "canary");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    private int post(RunningPhiwatch phiwatch, CanaryPayload payload, String secret) throws Exception {
        String platform = payload.platform();
        Map<String, String> headers = new TreeMap<>(payload.headers());
        headers.putAll(PlatformSignature.of(source(platform, secret), payload.bytes(), Instant.now()));
        String token = platform.equals("csp-report") ? "?token=" + secret : "";
        return send(phiwatch.ingest() + "/ingest/" + platform + token, headers, payload.body())
                .statusCode();
    }

    private static Source source(String platform, String secret) {
        return new Source(
                platform,
                platform,
                "acme",
                Environment.production,
                Surface.portal,
                List.of(secret),
                Duration.ofMinutes(10),
                Map.of());
    }

    private HttpResponse<String> send(String uri, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        outputs.add("answer of " + URI.create(uri).getPath(), answer.headers() + answer.body());
        return answer;
    }

    private void sendHec(RunningPhiwatch phiwatch) throws Exception {
        String event =
                CanaryPayload.expand("""
                {"event":"%s","host":"{{email}}","source":"{{file}}","sourcetype":"{{name}}","index":"{{patient}}","fields":{"mail":"{{email}}","{{email}}":"{{ssn}}"}}""".formatted(CanaryApis.line(now).strip().replace("\"", "\\\"")), "hec", now);
        Map<String, String> token = Map.of("Authorization", "Splunk hec-secret");
        String collector = phiwatch.ingest() + "/services/collector";
        assertThat(send(collector + "/event", token, event).statusCode()).isEqualTo(200);
        assertThat(send(collector + "/event", token, event + event.substring(9)).statusCode())
                .isEqualTo(400);
        assertThat(send(collector + "/raw?host=canary", token, CanaryApis.line(now))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(collector, Map.of("Authorization", "Splunk canary.token"), event)
                        .statusCode())
                .isEqualTo(403);
    }

    private void sendSyslog(RunningPhiwatch phiwatch) throws Exception {
        String message = CanaryPayload.all(now).stream()
                .filter(payload -> payload.platform().equals("atna"))
                .findFirst()
                .orElseThrow()
                .body();
        String header = CanaryPayload.expand(
                "<85>1 {{now}} {{patient}} {{email}} {{session}} IHE+RFC-3881 [canary@1 name=\"{{name}}\"] ",
                "atna",
                now);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), phiwatch.port("syslog-plain"))) {
            OutputStream out = socket.getOutputStream();
            for (String text : List.of(
                    header + message, header + message.substring(0, 300), "no syslog of canary.mail@example.com")) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.write((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
            }
        }
    }

    private void sendToTopic(RunningPhiwatch phiwatch) throws Exception {
        try (Admin admin = Admin.create(phiwatch.clients())) {
            admin.createTopics(List.of(new NewTopic(INPUT, 1, (short) 1))).all().get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(phiwatch.clients(), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record =
                    new ProducerRecord<>(INPUT, "canary.key@example.com", CanaryApis.line(now));
            record.headers().add("canary", "canary.header@example.com".getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }
    }

    /** What commands print that read recordings, rules and history. */
    private void runCommands(RunningPhiwatch phiwatch) throws Exception {
        Path recording = Files.writeString(folder.resolve("recorded.log"), CanaryApis.line(Instant.now()));
        Path order = Files.writeString(
                folder.resolve("order.json"),
                CanaryPayload.expand(
                        "{\"event\":{\"time\":\"{{now}}\"},\"email\":\"{{email}}\",\"note\":\"{{ssn}} {{name}}\"}",
                        "shopify",
                        now));
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("mail.yml"), """
                title: Mail in an order
                id: 6b3b6d2e-5a34-4a4f-9b0c-2f5f3c6f1a11
                logsource: {category: webhook}
                detection:
                  mail: {email|endswith: "@example.com"}
                  condition: mail
                level: low
                """);
        String event = phiwatch.api("/api/v1/alerts?rule=phi-in-url")
                .findValuesAsText("event_id")
                .getFirst();
        List<String> setup = List.of(
                "--config",
                folder.resolve("phiwatch.yaml").toString(),
                "--data",
                folder.resolve("data").toString());
        String pack = Path.of(System.getProperty("phiwatch.root"), "detector", "rules")
                .toString();
        run(1, List.of(), "scan", recording.toString());
        run(0, setup, "replay", "--source", "nginx", recording.toString());
        run(0, setup, "rules", "push", rules.toString(), "--author", "ann");
        run(0, List.of(), "rules", "match", "--rules", rules.toString(), "--events", order.toString());
        run(0, setup, "rules", "backtest", "--rules", pack, "--from", "2026-01-01T00:00:00Z", "--json");
        run(0, setup, "explain", "--rule", "phi-in-url", "--event", event);
        run(0, setup, "sources", "list", "--json");
        runEvidence(phiwatch, setup, event);
        for (String topic : List.of("alerts", "dead-letters")) {
            run(0, setup, "tail", topic, "--from-beginning", "--timeout", "5s");
        }
    }

    /** What leaves phiwatch for whoever asks for proof. */
    private void runEvidence(RunningPhiwatch phiwatch, List<String> setup, String event) throws Exception {
        String incident = phiwatch.api("/api/v1/incidents")
                .findValuesAsText("incident_id")
                .getFirst();
        Path archive = folder.resolve("evidence.zip");
        run(0, setup, "evidence", "export", incident, "-o", archive.toString());
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(zip.getEntry(entry.getName())).readAllBytes();
                outputs.add("archive " + entry.getName(), new String(bytes, StandardCharsets.UTF_8));
                if (entry.getName().endsWith(".pdf")) {
                    try (PDDocument timeline = Loader.loadPDF(bytes)) {
                        outputs.add("archive's timeline", new PDFTextStripper().getText(timeline));
                    }
                }
            }
        }
        run(0, List.of(), "evidence", "verify", archive.toString());
        run(1, setup, "sealed", "open", event, "--reason", "about canary.key@example.com");
    }

    private void run(int expected, List<String> setup, String... command) throws Exception {
        Path log = Files.createTempFile(folder, "command", ".log");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(setup);
        Process process = PhiwatchJar.start(log, arguments);
        boolean hasEnded = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(log);
        String what = "command " + String.join(" ", List.of(command).subList(0, Math.min(2, command.length)));
        assertThat(hasEnded).as("%s ends\n%s", what, output).isTrue();
        assertThat(process.exitValue()).as("%s\n%s", what, output).isEqualTo(expected);
        assertThat(output).as(what).isNotBlank();
        outputs.add(what, output);
    }

    /** Sources of which nothing was accepted yet. */
    private static Set<String> unheard(RunningPhiwatch phiwatch) {
        Set<String> unheard = expected();
        counts(phiwatch).forEach((source, count) -> {
            if (count.getOrDefault("accepted", 0.0) > 0) {
                unheard.remove(source);
            }
        });
        return unheard;
    }

    /** Read = accepted + rejected + duplicates + failed + refused, of every source. */
    private void assertThatCountsAddUp(RunningPhiwatch phiwatch) {
        Map<String, Map<String, Double>> counts = counts(phiwatch);
        assertThat(counts.keySet()).containsAll(expected());
        counts.forEach((source, count) -> {
            double outcomes = count.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals("read"))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
            assertThat(count.get("read")).as(source + " " + count).isPositive().isEqualTo(outcomes);
        });
    }

    private static Map<String, Map<String, Double>> counts(RunningPhiwatch phiwatch) {
        Map<String, Map<String, Double>> counts = new TreeMap<>();
        COUNTER.matcher(phiwatch.text(phiwatch.ingest() + "/metrics", Map.of()))
                .results()
                .forEach(counter -> counts.computeIfAbsent(counter.group(3), source -> new TreeMap<>())
                        .put(
                                counter.group(2) == null ? "read" : counter.group(2),
                                Double.parseDouble(counter.group(4))));
        return counts;
    }
}
