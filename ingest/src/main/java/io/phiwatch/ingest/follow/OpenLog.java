package io.phiwatch.ingest.follow;

import io.phiwatch.ingest.adapter.EventIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A log file that is open for reading; it stays the same file when it is renamed. Not thread-safe. */
final class OpenLog implements AutoCloseable {
    /** Lines are read in batches of this size; a longer line is cut. */
    static final int BATCH_BYTES = 256 * 1024;

    private static final int HEAD_BYTES = 1024;

    private final FileChannel channel;
    private final String fileKey;
    private final String head;

    private OpenLog(FileChannel channel, String fileKey, String head) {
        this.channel = channel;
        this.fileKey = fileKey;
        this.head = head;
    }

    /**
     * A complete line.
     *
     * @param offset of its first byte
     * @param bytes without the line feed
     * @param end offset behind it
     */
    record Line(long offset, byte[] bytes, long end) {}

    /** Opens a file; empty where it is not there, or has no complete line yet to tell it by. */
    static Optional<OpenLog> open(Path path) throws IOException {
        String key;
        FileChannel channel;
        try {
            key = keyOf(path);
            channel = FileChannel.open(path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String head = headOf(channel);
        // it may have been replaced between the two looks at its path
        if (head.isEmpty() || !key.equals(keyOf(path))) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new OpenLog(channel, key, head));
    }

    /** Device and inode of what the path leads to now. */
    static String keyOf(Path path) throws IOException {
        return String.valueOf(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    String fileKey() {
        return fileKey;
    }

    String head() {
        return head;
    }

    /** Whether it was cut, or written anew in its place, so that the offset means nothing any more. */
    boolean isRewritten(long offset) throws IOException {
        return channel.size() < offset || !head.equals(headOf(channel));
    }

    /** The complete lines from an offset on, as many as a batch holds. */
    List<Line> lines(long offset) throws IOException {
        byte[] bytes = read(channel, offset, BATCH_BYTES);
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                lines.add(new Line(offset + start, Arrays.copyOfRange(bytes, start, at), offset + at + 1));
                start = at + 1;
            }
        }
        if (lines.isEmpty() && bytes.length == BATCH_BYTES) {
            lines.add(new Line(offset, bytes, offset + bytes.length));
        }
        return lines;
    }

    /** What stands behind the last line feed: a whole line only if nobody writes the file any more. */
    Optional<Line> rest(long offset) throws IOException {
        byte[] bytes = read(channel, offset, BATCH_BYTES);
        return bytes.length == 0 ? Optional.empty() : Optional.of(new Line(offset, bytes, offset + bytes.length));
    }

    /** Offset behind the last complete line. */
    long endOfLines() throws IOException {
        long end = channel.size();
        byte[] tail = read(channel, Math.max(0, end - BATCH_BYTES), BATCH_BYTES);
        int last = tail.length;
        while (last > 0 && tail[last - 1] != '\n') {
            last--;
        }
        return end - (tail.length - last);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Digest of the first line, or of as much of it as is looked at; empty where it is not complete. */
    private static String headOf(FileChannel channel) throws IOException {
        byte[] bytes = read(channel, 0, HEAD_BYTES);
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end == bytes.length && end < HEAD_BYTES
                ? ""
                : EventIds.of(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    }

    private static byte[] read(FileChannel channel, long offset, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(most, channel.size() - offset)));
        int read = 0;
        // until it is full, or the file was cut meanwhile
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, offset + buffer.position());
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
