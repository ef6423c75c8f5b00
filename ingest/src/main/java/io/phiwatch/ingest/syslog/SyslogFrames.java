package io.phiwatch.ingest.syslog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the bytes of a connection into messages (RFC 6587): by octet counting where a message begins with a digit, else
 * by line feeds; senders may mix them. What is longer than the limit is skipped without being held. Not thread-safe.
 *
 * <pre>
 *            digit              space
 *   BEGIN ─────────► LENGTH ─────────► OCTETS ──► BEGIN
 *     │ other           │ other           (counted down; SKIP_OCTETS where too long)
 *     ▼                 ▼
 *   LINE ◄──────────────┘ ── line feed ─► BEGIN   (SKIP_LINE where too long)
 * </pre>
 */
public final class SyslogFrames {
    private static final int LONGEST_LENGTH = 9;

    private final int maxBytes;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private State state = State.BEGIN;
    private long left;
    private long tooLong;

    private enum State {
        BEGIN,
        LENGTH,
        OCTETS,
        LINE,
        SKIP_OCTETS,
        SKIP_LINE
    }

    /**
     * Frames of one connection.
     *
     * @param maxBytes longest message that is kept
     */
    public SyslogFrames(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The messages that are complete with these bytes, in order. */
    public List<byte[]> read(byte[] bytes, int length) {
        List<byte[]> complete = new ArrayList<>();
        int at = 0;
        while (at < length) {
            at = switch (state) {
                case OCTETS, SKIP_OCTETS -> octets(bytes, at, length, complete);
                case LINE, SKIP_LINE -> line(bytes, at, length, complete);
                case BEGIN, LENGTH -> begin(bytes[at], at);
            };
        }
        return complete;
    }

    /** What stands there when the connection ends: a last line without its line feed is whole, counted octets are not. */
    public Optional<byte[]> end() {
        boolean isLine = state == State.LINE || state == State.LENGTH;
        Optional<byte[]> last = isLine && frame.size() > 0 ? Optional.of(take()) : Optional.empty();
        state = State.BEGIN;
        return last;
    }

    /** Messages skipped since the last time, because they were too long. */
    public long takeTooLong() {
        long skipped = tooLong;
        tooLong = 0;
        return skipped;
    }

    /** Bytes held of a message that is not complete. */
    int held() {
        return frame.size();
    }

    private int begin(byte b, int at) {
        boolean digit = b >= '0' && b <= '9';
        if (state == State.BEGIN && (b == '\n' || b == '\r' || b == 0 || b == ' ')) {
            return at + 1;
        }
        if (state == State.BEGIN && (!digit || b == '0')) {
            state = State.LINE;
            return at;
        }
        if (digit && frame.size() < LONGEST_LENGTH) {
            state = State.LENGTH;
            frame.write(b);
            return at + 1;
        }
        if (b != ' ') {
            // no length after all: a line that begins with a number
            state = State.LINE;
            return at;
        }
        left = Long.parseLong(frame.toString(StandardCharsets.US_ASCII));
        frame.reset();
        state = State.OCTETS;
        if (left > maxBytes) {
            state = State.SKIP_OCTETS;
            tooLong++;
        }
        return at + 1;
    }

    private int octets(byte[] bytes, int at, int length, List<byte[]> complete) {
        int step = (int) Math.min(left, length - at);
        left -= step;
        if (state == State.OCTETS) {
            frame.write(bytes, at, step);
        }
        if (left == 0) {
            if (state == State.OCTETS) {
                complete.add(take());
            }
            state = State.BEGIN;
        }
        return at + step;
    }

    private int line(byte[] bytes, int at, int length, List<byte[]> complete) {
        int end = at;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        if (state == State.LINE && frame.size() + (end - at) > maxBytes) {
            state = State.SKIP_LINE;
            tooLong++;
            frame.reset();
        }
        if (state == State.LINE) {
            frame.write(bytes, at, end - at);
        }
        if (end < length) {
            if (state == State.LINE) {
                complete.add(take());
            }
            state = State.BEGIN;
            return end + 1;
        }
        return end;
    }

    private byte[] take() {
        byte[] whole = frame.toByteArray();
        frame.reset();
        return whole;
    }
}
