package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Memory;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.privacy.Sealer;
import io.phiwatch.schema.SealedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source remembers between two fetches, as one JSON document in one file. It is sealed like originals are: lists
 * of staff and ids of events may name people. Replaced as a whole, so a crash leaves the old one or the new one.
 */
public final class StateFile implements Memory {
    private static final Logger LOGGER = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    private final String kind;
    private final Source source;
    private final Sealer sealer;

    private StateFile(Path folder, String kind, Source source, Sealer sealer) {
        this.file = folder.resolve(source.id() + '.' + kind);
        this.kind = kind;
        this.source = source;
        this.sealer = sealer;
    }

    /** How far the fetch of a source came. */
    public static StateFile ofPull(Path folder, Source source, Sealer sealer) {
        return new StateFile(folder, "state", source, sealer);
    }

    /** What the adapter of a source remembers, which may be fetched as well. */
    public static StateFile ofAdapter(Path folder, Source source, Sealer sealer) {
        return new StateFile(folder, "memory", source, sealer);
    }

    /** Empty, too, where it does not open with today's keys. */
    @Override
    public Optional<JsonNode> load() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            SealedPayload payload = SealedPayload.newBuilder()
                    .setEventId(label().eventId())
                    .setTenant(source.tenant())
                    .setSourceId(source.id())
                    .setContentType(label().contentType())
                    .setSealedAt(Instant.EPOCH)
                    .setCiphertext(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .build();
            return JsonPayload.parse(sealer.open(payload).reveal());
        } catch (GeneralSecurityException e) {
            LOGGER.atError()
                    .addKeyValue("sourceId", source.id())
                    .log("the state of a source does not open with the keys; it starts anew");
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public void save(JsonNode document) {
        ByteBuffer sealed =
                sealer.seal(label(), Instant.EPOCH, JsonPayload.bytes(document)).getCiphertext();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (sealed.hasRemaining()) {
                    channel.write(sealed);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private Sealer.Label label() {
        return new Sealer.Label("pull-" + kind + '|' + source.id(), source.tenant(), source.id(), "application/json");
    }
}
