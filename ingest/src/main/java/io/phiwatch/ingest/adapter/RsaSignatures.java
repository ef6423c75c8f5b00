package io.phiwatch.ingest.adapter;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks RSA signatures (PKCS#1 v1.5 over SHA-256) under the public keys that a source is configured with. */
public final class RsaSignatures {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", Pattern.DOTALL);

    private RsaSignatures() {}

    /**
     * Whether one of the claims is a signature of the message under one of the keys.
     *
     * @param claims Base64; what isn't matches nothing
     * @param pem any number of public keys, one block after the other, so that two are valid while keys rotate; blocks
     *     that hold no RSA key match nothing
     */
    public static boolean isSigned(List<String> claims, String pem, byte[] message) {
        boolean matched = false;
        for (PublicKey key : keys(pem)) {
            for (String claim : claims) {
                matched |= isSigned(claim, key, message);
            }
        }
        return matched;
    }

    /** Whether the text holds public keys, each of which can be read. */
    public static boolean areKeys(String pem) {
        int keys = keys(pem).size();
        return keys > 0 && keys == pem.split("-----BEGIN ", -1).length - 1;
    }

    private static boolean isSigned(String claim, PublicKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(Base64.getMimeDecoder().decode(claim));
        } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
            return false;
        }
    }

    private static List<PublicKey> keys(String pem) {
        return PEM.matcher(pem)
                .results()
                .flatMap(block -> key(block.group(1)).stream())
                .toList();
    }

    private static Optional<PublicKey> key(String block) {
        try {
            // environments and .env files write line ends as \n
            byte[] encoded = Base64.getMimeDecoder().decode(block.replace("\\n", ""));
            return Optional.of(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }
}
