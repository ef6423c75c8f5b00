package io.phiwatch.launcher.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at what a system shows to anybody, and remembers where it shows what it must not. */
final class CanaryOutputs {
    private static final int CONTEXT = 60;

    private final List<String> needles;
    private final Set<String> places = new TreeSet<>();
    private final List<String> leaks = new ArrayList<>();

    /**
     * Nothing was looked at yet.
     *
     * @param needles in lower case
     */
    CanaryOutputs(List<String> needles) {
        this.needles = needles;
    }

    void add(String where, String text) {
        places.add(where);
        String lower = text.toLowerCase(Locale.ROOT);
        for (String needle : needles) {
            int at = lower.indexOf(needle);
            if (at >= 0) {
                int end = Math.min(lower.length(), at + needle.length() + CONTEXT);
                leaks.add(where + ": " + lower.substring(Math.max(0, at - CONTEXT), end));
            }
        }
    }

    /** What was looked at. */
    Set<String> places() {
        return places;
    }

    /** Where one of the needles stands, with some text around it. */
    List<String> leaks() {
        return leaks;
    }

    /** Every byte of every record of every topic, internal ones too: keys, values, headers. */
    void addTopics(RunningPhiwatch phiwatch, Set<String> except) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(phiwatch.clients(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !except.contains(partition.topic()))
                    .collect(Collectors.toSet());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> next : consumer.poll(Duration.ofMillis(200))) {
                    add("topic " + next.topic(), next.key());
                    add("topic " + next.topic(), next.value());
                    next.headers().forEach(header -> add("topic " + next.topic(), header.value()));
                }
            }
        }
    }

    private void add(String where, byte[] bytes) {
        if (bytes != null) {
            add(where, new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    /** Everything that the API answers to a GET, by its own description, and the pages of the console. */
    void addConsole(RunningPhiwatch phiwatch) {
        Map<String, String> admin = Map.of("Authorization", "Bearer " + phiwatch.token());
        List<String> incidents = phiwatch.api("/api/v1/incidents").findValuesAsText("incident_id");
        JsonNode paths = phiwatch.api("/api/v1/openapi.json").path("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            // a stream does not end
            if (path.getValue().has("get") && !path.getKey().endsWith("/stream")) {
                List<String> ids = path.getKey().contains("{id}") ? incidents : List.of("");
                ids.forEach(id -> add(
                        "console " + path.getKey(),
                        phiwatch.text(phiwatch.console() + path.getKey().replace("{id}", id), admin)));
            }
        }
        for (String page : List.of("/", "/metrics", "/health/ready")) {
            add("console " + page, phiwatch.text(phiwatch.console() + page, admin));
        }
        incidents.forEach(id -> add("console page", phiwatch.text(phiwatch.console() + "/incidents/" + id, admin)));
    }

    /** Every byte of the files of a folder, and their names; those of the broker, which compresses, are read as topics. */
    void addFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(folder.resolve("kafka")))
                    .toList()) {
                String where = "file " + folder.relativize(file);
                add(where, folder.relativize(file).toString());
                add(where, Files.readAllBytes(file));
            }
        }
    }
}
