package io.phiwatch.ingest.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
    /** Who sends slower than this, after so long, holds room for nothing. */
    private static final long MIN_BYTES_PER_SECOND = 512;

    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final long maxBytes;
    private final long maxInflatedBytes;
    private final LongSupplier nanos;

    /**
     * A reader with these limits.
     *
     * @param nanos a clock for durations
     */
    BodyReader(long maxBytes, long maxInflatedBytes, LongSupplier nanos) {
        this.maxBytes = maxBytes;
        this.maxInflatedBytes = maxInflatedBytes;
        this.nanos = nanos;
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

    /** It comes so slowly that it would be held for ever. */
    record TooSlow() implements Outcome {}

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
        Counted received = new Counted(body.in(), maxBytes, nanos);
        Outcome outcome;
        try {
            InputStream plain = inflated(received, body.encoding());
            outcome = plain == null ? new Unreadable() : read(plain, room);
        } catch (SlowBodyException e) {
            return new TooSlow();
        } catch (ZipException | EOFException e) {
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
        private final LongSupplier nanos;
        private final long start;
        private final long most;
        private long left;
        private boolean over;

        Counted(InputStream in, long most, LongSupplier nanos) {
            this.in = in;
            this.nanos = nanos;
            this.start = nanos.getAsLong();
            this.most = most;
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
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - start - GRACE_NANOS);
            if (read >= 0 && seconds > 0 && most - left < seconds * MIN_BYTES_PER_SECOND) {
                throw new SlowBodyException();
            }
            return read;
        }
    }

    private static final class SlowBodyException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
