package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of patients planted in every adapter's payloads come out nowhere, in no topic and on no page. */
final class CanaryIT {
    private static final List<String> CANARIES = List.of(
            "canary.shop@example.com",
            "415-555-0171",
            "Canaria Shopperson",
            "7731998204417",
            "529-48-2071",
            "canary.note@example.com",
            "canary.url@example.com",
            "528-61-4402",
            "canary.referrer@example.com",
            "415-555-0182",
            "73.22.11.45",
            "canary-patient-login@example.com",
            "canary-keycloak-session",
            "canary-fhir-patient-1",
            "canary-fhir-patient-2",
            "Canaria Fhirperson",
            "MRN 4471-CANARY-9",
            "canary.zoom@example.com",
            "Canaria Zoomperson",
            "Visit of Canaria about insulin",
            "canary-broken-json@example.com");

    @TempDir
    private Path folder;

    @Test
    void noPlantedValueComesOutAnywhere() throws Exception {
        try (RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), RunningPhiwatch.config(folder))) {
            // When
            sendCanaries(phiwatch);
            phiwatch.await(
                    Duration.ofSeconds(60),
                    "incidents",
                    () -> phiwatch.api("/api/v1/incidents").toString().contains("phi-in-url"));

            Map<String, String> outputs = commands(phiwatch);

            // Then
            outputs.putAll(records(phiwatch));
            outputs.put("log", phiwatch.log());
            Map<String, String> admin = Map.of("Authorization", "Bearer " + phiwatch.token());
            for (String path : List.of("/api/v1/incidents", "/api/v1/alerts", "/metrics", "/")) {
                outputs.put("console " + path, phiwatch.text(phiwatch.console() + path, admin));
            }
            phiwatch.api("/api/v1/incidents").findValuesAsText("incident_id").forEach(id -> {
                outputs.put("incident", phiwatch.api("/api/v1/incidents/" + id).toString());
                outputs.put("incident page", phiwatch.text(phiwatch.console() + "/incidents/" + id, admin));
            });
            outputs.put("ingest /metrics", phiwatch.text(phiwatch.ingest() + "/metrics", Map.of()));
            assertThat(outputs.keySet())
                    .anyMatch(name -> name.contains("changelog"))
                    .contains("phiwatch.sealed");
            outputs.forEach((name, output) -> {
                String text = output.toLowerCase(Locale.ROOT);
                assertThat(CANARIES)
                        .as("in %s", name)
                        .noneMatch(canary -> text.contains(canary.toLowerCase(Locale.ROOT)));
            });
        }
    }

    /** What commands print that read recordings, rules and history. */
    private Map<String, String> commands(RunningPhiwatch phiwatch) throws Exception {
        Path recording = Files.write(folder.resolve("recorded.log"), line(Instant.now()));
        Path order = Files.write(folder.resolve("order.json"), order(Instant.now()));
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("mail.yml"), """
                title: Mail in an order
                id: 6b3b6d2e-5a34-4a4f-9b0c-2f5f3c6f1a11
                logsource: {category: webhook}
                detection:
                  mail: {email|contains: canary.shop}
                  condition: mail
                level: low
                """);
        String event =
                phiwatch.api("/api/v1/alerts").findValuesAsText("event_id").getFirst();
        List<String> setup = List.of(
                "--config",
                folder.resolve("phiwatch.yaml").toString(),
                "--data",
                folder.resolve("data").toString());
        Map<String, String> outputs = new HashMap<>();
        outputs.put("scan", run(1, List.of(), "scan", recording.toString()));
        outputs.put("replay", run(0, setup, "replay", "--source", "web", recording.toString()));
        outputs.put("rules push", run(0, setup, "rules", "push", rules.toString(), "--author", "ann"));
        outputs.put(
                "rules match",
                run(0, List.of(), "rules", "match", "--rules", rules.toString(), "--events", order.toString()));
        outputs.put(
                "rules backtest",
                run(0, setup, "rules", "backtest", "--rules", pack(), "--from", "2026-01-01T00:00:00Z", "--json"));
        outputs.put("explain", run(0, setup, "explain", "--rule", "phi-in-url", "--event", event));
        String incident = phiwatch.api("/api/v1/incidents")
                .findValuesAsText("incident_id")
                .getFirst();
        Path archive = folder.resolve("evidence.zip");
        outputs.put("evidence export", run(0, setup, "evidence", "export", incident, "-o", archive.toString()));
        outputs.put("archive", Files.readString(archive, StandardCharsets.ISO_8859_1));
        try (PDDocument timeline = Loader.loadPDF(file(archive, "timeline.pdf"))) {
            outputs.put("archive's timeline", new PDFTextStripper().getText(timeline));
        }
        outputs.put("evidence verify", run(0, List.of(), "evidence", "verify", archive.toString()));
        outputs.put(
                "sealed open without the role",
                run(1, setup, "sealed", "open", event, "--reason", "about " + CANARIES.get(2)));
        outputs.put("tail", run(0, setup, "tail", "alerts", "--from-beginning", "--timeout", "5s"));
        return outputs;
    }

    private static byte[] file(Path archive, String name) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    private static String pack() {
        return Path.of(System.getProperty("phiwatch.root"), "detector", "rules").toString();
    }

    private String run(int expected, List<String> setup, String... command) throws Exception {
        Path log = Files.createTempFile(folder, "command", ".log");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(setup);
        int status = PhiwatchJar.start(log, arguments).waitFor();
        String output = Files.readString(log);
        assertThat(status).as(String.join(" ", command) + "\n" + output).isEqualTo(expected);
        assertThat(output).as(String.join(" ", command)).isNotBlank();
        return output;
    }

    private static void sendCanaries(RunningPhiwatch phiwatch) {
        Instant now = Instant.now();
        byte[] order = order(now);
        byte[] line = line(now);
        byte[] login = Payloads.bytes("""
                {"id":"k1","time":%d,"type":"LOGIN","realmId":"acme-patients","clientId":"portal","userId":"%s",
                 "sessionId":"%s","ipAddress":"%s","details":{"username":"%s","redirect_uri":"https://p.example/?m=%s"}}""".formatted(now.toEpochMilli(), c(11), c(12), c(10), c(11), c(11)));
        byte[] audit = Payloads.bytes("""
                {"resourceType":"AuditEvent","id":"a1","type":{"code":"rest"},"action":"R","recorded":"%s","outcome":"0",
                 "text":{"div":"<div>%s</div>"},"agent":[{"type":{"coding":[{"code":"humanuser"}]},
                 "who":{"reference":"Practitioner/dr-lee"},"altId":"dr-lee","requestor":true,"network":{"address":"%s","type":"2"}}],
                 "entity":[{"what":{"reference":"Patient/%s"},"type":{"code":"1"},"role":{"code":"1"},"name":"%s"},
                 {"what":{"reference":"Patient/%s"},"type":{"code":"1"},"role":{"code":"1"},"description":"%s"}]}""".formatted(now, c(15), c(10), c(13), c(15), c(14), c(16)));
        byte[] meeting = Payloads.bytes("""
                {"event":"meeting.participant_joined","event_ts":%d,"payload":{"account_id":"acc","object":{"id":"1","uuid":"u/1+a==",
                 "topic":"%s","participant":{"user_name":"%s","email":"%s","participant_uuid":"p1","join_time":"%s"}}}}""".formatted(now.toEpochMilli(), c(19), c(18), c(17), now));
        byte[] broken = Payloads.bytes("{\"type\":\"LOGIN\",\"user\":\"" + c(20) + "\" oops");

        List<Integer> answers = List.of(
                phiwatch.post("shop", order, Payloads.shopify(order, "orders/create", "w-1", now)),
                phiwatch.post("web", line, Payloads.bearer("web-secret")),
                phiwatch.post("idp", login, Payloads.bearer("idp-secret")),
                phiwatch.post("fhir", audit, Payloads.bearer("fhir-secret")),
                phiwatch.post("video", meeting, Payloads.zoom(meeting, now)),
                phiwatch.post("idp", broken, Payloads.bearer("idp-secret")));
        assertThat(answers).containsOnly(200);
    }

    private static byte[] order(Instant now) {
        return Payloads.bytes("""
                {"id":%s,"email":"%s","phone":"%s","created_at":"%s","browser_ip":"%s","note":"ssn %s mail %s",
                 "customer":{"id":%s,"email":"%s","first_name":"Canaria","last_name":"Shopperson",
                 "default_address":{"name":"%s"}}}""".formatted(c(3), c(0), c(1), now, c(10), c(4), c(5), c(3), c(0), c(2)));
    }

    private static byte[] line(Instant now) {
        return Payloads.bytes(
                "%s - - [%s] \"GET /checkout?email=%s&ssn=%s HTTP/1.1\" 200 512 \"https://acme.example/?mail=%s&phone=%s\" \"curl/8\"\n"
                        .formatted(
                                c(10),
                                java.time.format.DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                                        .withZone(java.time.ZoneOffset.UTC)
                                        .format(now),
                                c(6),
                                c(7),
                                c(8),
                                c(9)));
    }

    private static String c(int index) {
        return CANARIES.get(index);
    }

    /** Every byte of every record of every topic, internal ones too: keys, values, headers. */
    private static Map<String, String> records(RunningPhiwatch phiwatch) {
        Map<String, StringBuilder> text = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(phiwatch.clients(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .collect(Collectors.toSet());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> next : consumer.poll(Duration.ofMillis(200))) {
                    StringBuilder all = text.computeIfAbsent(next.topic(), topic -> new StringBuilder());
                    append(all, next.key());
                    append(all, next.value());
                    next.headers().forEach(header -> append(all, header.value()));
                }
            }
        }
        return text.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    private static void append(StringBuilder all, byte[] bytes) {
        if (bytes != null) {
            all.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
    }

    @Test
    void plantsAtLeastTwentyValues() {
        assertThat(IntStream.range(0, CANARIES.size()).mapToObj(CanaryIT::c).distinct())
                .hasSizeGreaterThanOrEqualTo(20);
    }
}
