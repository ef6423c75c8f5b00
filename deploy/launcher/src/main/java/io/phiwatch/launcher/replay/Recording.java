package io.phiwatch.launcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.ingest.adapter.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A file of recorded inputs.
 *
 * @param source who recorded it: its platform says how the file is cut into deliveries
 */
public record Recording(Path file, Source source) {
    private static final Set<String> LINE_PLATFORMS = Set.of("nginx", "apache");
    private static final Set<String> SIGNING_PLATFORMS = Set.of("shopify", "zoom");
    private static final int BATCH_CHARS = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One delivery of a recording.
     *
     * @param position offset in the file: with the file's name it identifies the delivery
     * @param length bytes of the file that it takes
     */
    public record Item(byte[] body, Map<String, String> headers, long position, long length) {}

    /** Takes the deliveries of a file. */
    public interface Taker {
        void take(Item item) throws IOException;
    }

    /** Hands every delivery on, in the order of the file. */
    public void forEach(Taker taker) throws IOException {
        if (LINE_PLATFORMS.contains(source.platform())) {
            forEachBatch(taker);
        } else if (SIGNING_PLATFORMS.contains(source.platform())) {
            forEachLine((line, position) -> taker.take(recorded(line, position)));
        } else if (isDocument()) {
            byte[] body = Files.readAllBytes(file);
            taker.take(new Item(body, Map.of("Content-Type", "application/json"), 0, body.length));
        } else {
            forEachLine((line, position) -> {
                byte[] body = line.getBytes(StandardCharsets.UTF_8);
                taker.take(new Item(body, Map.of("Content-Type", "application/json"), position, body.length + 1L));
            });
        }
    }

    private boolean isDocument() {
        String name = file.toString();
        return name.endsWith(".json") || name.endsWith(".har");
    }

    private interface LineTaker {
        void take(String line, long position) throws IOException;
    }

    private void forEachLine(LineTaker taker) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long position = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    taker.take(line, position);
                }
                position += line.getBytes(StandardCharsets.UTF_8).length + 1L;
            }
        }
    }

    private void forEachBatch(Taker taker) throws IOException {
        // Latin 1 keeps every byte of a line, text or not.
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            StringBuilder batch = new StringBuilder();
            long position = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                batch.append(line).append('\n');
                if (batch.length() >= BATCH_CHARS) {
                    position = flush(batch, position, taker);
                }
            }
            flush(batch, position, taker);
        }
    }

    private static long flush(StringBuilder batch, long position, Taker taker) throws IOException {
        byte[] body = batch.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (body.length > 0) {
            taker.take(new Item(body, Map.of("Content-Type", "text/plain"), position, body.length));
        }
        batch.setLength(0);
        return position + body.length;
    }

    private static Item recorded(String line, long position) throws IOException {
        JsonNode recorded = JSON.readTree(line);
        Map<String, String> headers = new LinkedHashMap<>();
        recorded.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode body = recorded.path("body");
        String text = body.isTextual() ? body.textValue() : body.toString();
        return new Item(text.getBytes(StandardCharsets.UTF_8), headers, position, line.length() + 1L);
    }
}
