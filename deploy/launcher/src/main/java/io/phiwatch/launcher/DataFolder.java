package io.phiwatch.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * The folder of one installation: {@code kafka/} (embedded broker), {@code streams/} (state that Kafka can rebuild),
 * {@code keys/}, {@code ingest/} (positions of followed files, what is remembered of sources that are fetched),
 * {@code admin-token}, {@code ports.json}.
 */
public record DataFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path streams() {
        return path.resolve("streams");
    }

    public Path keys() {
        return path.resolve("keys");
    }

    /** What receivers remember over a restart. */
    public Path ingest() {
        return path.resolve("ingest");
    }

    /** Token of the API, readable by the owner only. */
    public Path adminToken() {
        return path.resolve("admin-token");
    }

    /** Says on which ports a running process listens. */
    public void writePorts(Map<String, Integer> ports) {
        ObjectNode node = JSON.createObjectNode();
        ports.forEach(node::put);
        try {
            Path draft = Files.writeString(path.resolve("ports.json.new"), node.toPrettyString() + '\n');
            Files.move(draft, portsFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + portsFile(), e);
        }
    }

    /** Port of a role as the running process wrote it; empty where none runs here. */
    public OptionalInt port(String role) {
        if (!Files.exists(portsFile())) {
            return OptionalInt.empty();
        }
        try {
            JsonNode port = JSON.readTree(portsFile().toFile()).path(role);
            return port.isInt() ? OptionalInt.of(port.intValue()) : OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + portsFile(), e);
        }
    }

    /** The token of the API; empty where no process wrote one here. */
    public Optional<String> readAdminToken() {
        try {
            return Files.exists(adminToken())
                    ? Optional.of(Files.readString(adminToken()).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + adminToken(), e);
        }
    }

    /** Name of the process on this folder: made once, kept over restarts, so that Kafka knows it again. */
    public String instanceId() {
        Path file = path.resolve("instance-id");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, UUID.randomUUID().toString());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the instance id in " + file, e);
        }
    }

    private Path portsFile() {
        return path.resolve("ports.json");
    }
}
