package io.phiwatch.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads bodies up to a limit; what is longer is never held in memory. */
final class BodyReader {
    /** What is thrown away of a body that is too long, so that its sender gets to read the answer. */
    private static final long MAX_DISCARDED = 64L * 1024 * 1024;

    private final int maxBytes;

    BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The body; empty if it is too long.
     *
     * @param announced length that the sender announced, -1 if none
     * @param waits whether the sender waits for leave before it sends
     */
    Optional<byte[]> read(InputStream in, long announced, boolean waits) throws IOException {
        if (announced > maxBytes) {
            if (!waits) {
                discard(in);
            }
            return Optional.empty();
        }
        byte[] body = in.readNBytes(maxBytes);
        if (body.length == maxBytes && in.read() >= 0) {
            discard(in);
            return Optional.empty();
        }
        return Optional.of(body);
    }

    private static void discard(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        long left = MAX_DISCARDED;
        while (left > 0) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
