package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * Keyed tokens in place of identifiers: HMAC-SHA-256 through Tink, apart by tenant and kind. The same identifier gives
 * the same token as long as the key stays. Thread-safe.
 */
public final class Tokens {
    private static final String FORMAT = "p1.";
    private static final int LENGTH_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Prf key;
    private final String prefix;

    /** Tokens under the primary key. */
    Tokens(PrfSet keys) {
        this(keys, keys.getPrimaryId());
    }

    /** Tokens under one of the keys. */
    Tokens(PrfSet keys, int id) {
        this.key = key(keys, id);
        this.prefix = FORMAT + HexFormat.of().toHexDigits(id) + '.';
    }

    private static Prf key(PrfSet keys, int id) {
        try {
            return Objects.requireNonNull(keys.getPrfs().get(id));
        } catch (GeneralSecurityException e) {
            throw new KeysetException("the token key cannot be used: restore the keysets from backup", e);
        }
    }

    /** Token of an identifier, such as {@code p1.1a2b3c4d.AAECAwQFBgcICQoLDA0ODw}. */
    public String of(TokenKind kind, String tenant, Phi<String> identifier) {
        return prefix
                + BASE64.encodeToString(keyed(kind.domain() + '|' + tenant + '|' + normalised(identifier.reveal())));
    }

    /**
     * Identity of an event among all sources, in lower-case hex. Keyed like the tokens: sources that number nothing are
     * identified by content, which could be guessed.
     *
     * @param nativeId identity at the source, taken to the letter
     */
    public String eventId(String tenant, String sourceId, String nativeId) {
        return HexFormat.of().formatHex(keyed("event|" + tenant + '|' + sourceId + '|' + nativeId));
    }

    /** Code of a delivery of an exercise, in lower-case hex; nobody without the key can make it. */
    String exerciseCode(String said, byte[] body) {
        byte[] head = ("exercise|" + said + '|').getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return HexFormat.of().formatHex(keyed(all));
    }

    private byte[] keyed(String text) {
        return keyed(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] keyed(byte[] bytes) {
        try {
            return key.compute(bytes, LENGTH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the token key cannot be used", e);
        }
    }

    /** Mail addresses are the same person in any case; other identifiers may differ by case alone. */
    public static String normalised(String identifier) {
        String text = Normalizer.normalize(identifier, Normalizer.Form.NFKC).strip();
        return text.indexOf('@') < 0 ? text : text.toLowerCase(Locale.ROOT);
    }
}
