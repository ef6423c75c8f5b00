package io.phiwatch.ingest.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far each followed file was read, by source and path; kept in one small file that is replaced as a whole and forced
 * to disk, after what was read is safe in Kafka. A crash in between reads the same lines again, under the same ids.
 * Thread-safe.
 */
public final class Positions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, Position> positions = new TreeMap<>();

    private Positions(Path file) {
        this.file = file;
    }

    /**
     * The positions in a folder; none at the first start.
     *
     * @throws UncheckedIOException if the file is there and cannot be read: better to stop than to read everything again
     */
    public static Positions open(Path folder) {
        Positions positions = new Positions(folder.resolve("positions.json"));
        try {
            Files.createDirectories(folder);
            if (Files.exists(positions.file)) {
                JSON.readTree(Files.readAllBytes(positions.file))
                        .properties()
                        .forEach(entry -> positions.positions.put(entry.getKey(), position(entry.getValue())));
            }
            return positions;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    positions.file + " cannot be read: restore it, or remove it to follow all files from their start",
                    e);
        }
    }

    synchronized Optional<Position> find(String sourceId, Path path) {
        return Optional.ofNullable(positions.get(key(sourceId, path)));
    }

    /** Keeps a position; it is on disk when this returns. */
    synchronized void save(String sourceId, Path path, Position position) {
        positions.put(key(sourceId, path), position);
        ObjectNode tree = JSON.createObjectNode();
        positions.forEach((key, one) -> tree.putObject(key)
                .put("file", one.fileKey())
                .put("head", one.head())
                .put("identity", one.identity())
                .put("offset", one.offset()));
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(tree));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep positions in " + file, e);
        }
    }

    private static String key(String sourceId, Path path) {
        return sourceId + ' ' + path;
    }

    private static Position position(JsonNode node) {
        return new Position(
                node.path("file").asText(),
                node.path("head").asText(),
                node.path("identity").asText(),
                node.path("offset").asLong());
    }
}
