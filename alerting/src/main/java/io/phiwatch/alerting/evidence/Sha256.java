package io.phiwatch.alerting.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over one or more pieces. */
public final class Sha256 {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private Sha256() {}

    /** Hash of the pieces, one after the other. */
    public static byte[] of(byte[]... pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] piece : pieces) {
                digest.update(piece);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same in lower-case hex. */
    public static String hex(byte[]... pieces) {
        return HexFormat.of().formatHex(of(pieces));
    }
}
