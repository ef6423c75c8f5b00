package io.phiwatch.alerting.ledger.head;

import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.ledger.HeadTarget;
import io.phiwatch.schema.TreeHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends each head as a line of canonical JSON to a file, such as one on write-once storage, and waits for the disk. */
public final class FileTarget implements HeadTarget {
    private final String name;
    private final Path file;

    public FileTarget(String name, Path file) {
        this.name = name;
        this.file = file;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void publish(TreeHead head) throws IOException {
        byte[] line = CanonicalJson.of(HeadForm.json(head));
        ByteBuffer buffer =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    @Override
    public void close() {
        // opened for each head, so that a file that was rotated away is made anew
    }
}
