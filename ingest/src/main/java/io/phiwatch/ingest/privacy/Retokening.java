package io.phiwatch.ingest.privacy;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfSet;

/**
 * The planned change of the token key. A new key makes other tokens, and two tokens of one person break windows, counts
 * and legal thresholds; so the new key first waits beside the current one, while a map from old to new tokens is made,
 * and takes over in a second step. Immutable.
 */
public final class Retokening {
    private final KeyFiles files;
    private final KeysetHandle keys;
    private final Tokens current;
    private final Tokens next;

    private Retokening(KeyFiles files, KeysetHandle keys, int waiting) {
        this.files = files;
        this.keys = keys;
        PrfSet prfs = Keysets.prfs(keys);
        this.current = new Tokens(prfs);
        this.next = new Tokens(prfs, keys.getAt(waiting).getId());
    }

    /**
     * Both tokens of an identifier.
     *
     * @param from what it has under the current key
     * @param to what it will have
     */
    public record Pair(String from, String to) {}

    /** Prepares a new key, or takes up the one that waits; tokens stay as they are. */
    public static Retokening prepare(KeyFiles files) {
        KeysetHandle keys = files.read(Keysets.TOKENS);
        int waiting = waiting(keys);
        if (waiting < 0) {
            keys = Keysets.built(KeysetHandle.newBuilder(keys)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedPrfParameters.HMAC_SHA256_PRF)
                            .withRandomId()));
            files.write(Keysets.TOKENS, keys);
            waiting = keys.size() - 1;
        }
        return new Retokening(files, keys, waiting);
    }

    /** The key behind the primary one, which are kept in the order of their making; -1 where none waits. */
    private static int waiting(KeysetHandle keys) {
        int last = keys.size() - 1;
        return keys.getAt(last).isPrimary() ? -1 : last;
    }

    /** Both tokens of an identifier. */
    public Pair pair(TokenKind kind, String tenant, Phi<String> identifier) {
        return new Pair(current.of(kind, tenant, identifier), next.of(kind, tenant, identifier));
    }

    /** Lets the waiting key take over; processes use it from their next start. */
    public void activate() {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
        builder.getAt(keys.size() - 1).makePrimary();
        files.write(Keysets.TOKENS, Keysets.built(builder));
    }
}
