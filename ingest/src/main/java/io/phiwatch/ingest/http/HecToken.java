package io.phiwatch.ingest.http;

import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Feeds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token of a HEC client, and the source whose secret it is. */
record HecToken(String text) {

    /** The token of {@code Splunk TOKEN}, or the password of {@code Basic}; empty where there is neither. */
    static Optional<HecToken> of(@Nullable String authorization) {
        String[] words =
                authorization == null ? new String[0] : authorization.strip().split(" +", 2);
        if (words.length < 2) {
            return Optional.empty();
        }
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "splunk" -> Optional.of(new HecToken(words[1]));
            case "basic" -> password(words[1]).map(HecToken::new);
            default -> Optional.empty();
        };
    }

    /** The source; every secret of every source is compared, so that the time taken tells nothing. */
    Optional<Feed> feed(Feeds feeds) {
        Optional<Feed> owner = Optional.empty();
        for (Feed feed : feeds.all()) {
            for (String secret : feed.source().secrets()) {
                if (!secret.isBlank() && Signatures.isSame(text, secret)) {
                    owner = Optional.of(feed);
                }
            }
        }
        return owner;
    }

    private static Optional<String> password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "HecToken[redacted]";
    }
}
