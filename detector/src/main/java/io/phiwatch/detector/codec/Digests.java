package io.phiwatch.detector.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Cryptographic digests, shortened: senders choose some of the digested texts, and must not be able to choose a
 * collision that hides an event. Thread-safe.
 */
public final class Digests {
    private static final int ID_BYTES = 16;

    /** To look the algorithm up takes longer than to digest a short text. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digests::newSha256);

    private Digests() {}

    /** 64 bits that stand for a text. */
    public static long shortOf(String text) {
        return ByteBuffer.wrap(sha256(text)).getLong();
    }

    /** 128 bits that stand for the parts, in order. */
    public static byte[] bytesOf(String... parts) {
        return ByteBuffer.allocate(ID_BYTES)
                .put(sha256(joined(parts)), 0, ID_BYTES)
                .array();
    }

    /** Id made of the parts, in order: 32 lower-case hex digits. */
    public static String idOf(String... parts) {
        return HexFormat.of().formatHex(bytesOf(parts));
    }

    private static String joined(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(part.length()).append(':').append(part);
        }
        return text.toString();
    }

    private static byte[] sha256(String text) {
        return SHA_256.get().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
