package io.phiwatch.ingest.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads bodies up to a limit, plain or compressed; what is longer is never held in memory. Thread-safe. */
final class BodyReader {
    /** What is thrown away of a body that is too long, so that its sender gets to read the answer. */
    private static final long MAX_DISCARDED = 64L * 1024 * 1024;

    private static final int STEP = 16 * 1024;

    private final long maxBytes;
    private final long maxInflatedBytes;

    BodyReader(long maxBytes, long maxInflatedBytes) {
        this.maxBytes = maxBytes;
        this.maxInflatedBytes = maxInflatedBytes;
    }

    /**
     * A body on its way in.
     *
     * @param announced length that the sender announced, -1 if none
     * @param encoding {@code Content-Encoding}; null if none
     * @param waits whether the sender waits for leave before it sends
     */
    record Incoming(
            InputStream in, long announced, @Nullable String encoding, boolean waits) {}

    /** What came of reading. */
    sealed interface Outcome {}

    /** The body, inflated. */
    record Whole(byte[] bytes) implements Outcome {}

    /** It is longer than the limits allow. */
    record TooLong() implements Outcome {}

    /** There is no room for it among the bodies in flight. */
    record NoRoom() implements Outcome {}

    /** It is not what its encoding says, or an encoding that is not read. */
    record Unreadable() implements Outcome {}

    /**
     * Reads a body.
     *
     * @param room where its bytes are counted while it is in flight
     * @throws IOException if the connection broke
     */
    Outcome read(Incoming body, InFlight.Room room) throws IOException {
        if (body.announced() > maxBytes) {
            if (!body.waits()) {
                discard(body.in());
            }
            return new TooLong();
        }
        Counted received = new Counted(body.in(), maxBytes);
        Outcome outcome;
        try {
            InputStream plain = inflated(received, body.encoding());
            outcome = plain == null ? new Unreadable() : read(plain, room);
        } catch (ZipException | java.io.EOFException e) {
            outcome = received.isOver() ? new TooLong() : new Unreadable();
        }
        if (!(outcome instanceof Whole)) {
            discard(body.in());
        }
        return received.isOver() ? new TooLong() : outcome;
    }

    private Outcome read(InputStream in, InFlight.Room room) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] step = new byte[STEP];
        for (int length = in.read(step); length >= 0; length = in.read(step)) {
            if (body.size() + length > maxInflatedBytes) {
                return new TooLong();
            }
            if (!room.grow(length)) {
                return new NoRoom();
            }
            body.write(step, 0, length);
        }
        return new Whole(body.toByteArray());
    }

    private static @Nullable InputStream inflated(InputStream in, @Nullable String encoding) throws IOException {
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> in;
            case "gzip", "x-gzip" -> new GZIPInputStream(in, STEP);
            case "deflate" -> new InflaterInputStream(in, new Inflater(), STEP);
            default -> null;
        };
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[STEP];
        long left = MAX_DISCARDED;
        while (left > 0) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    /** Ends after so many bytes. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private long left;
        private boolean over;

        Counted(InputStream in, long most) {
            this.in = in;
            this.left = most;
        }

        boolean isOver() {
            return over;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                over = over || in.read() >= 0;
                return -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }
    }
}
