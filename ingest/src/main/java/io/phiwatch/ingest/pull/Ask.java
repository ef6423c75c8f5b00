package io.phiwatch.ingest.pull;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request of a poll.
 *
 * @param body of a POST; null asks by GET
 */
record Ask(URI uri, byte @Nullable [] body) {
    /** Neither address nor body: both may hold ids. */
    @Override
    public String toString() {
        return "Ask[post=" + (body != null) + "]";
    }
}
