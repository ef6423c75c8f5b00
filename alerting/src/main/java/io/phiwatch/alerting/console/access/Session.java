package io.phiwatch.alerting.console.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in for the length of a request.
 *
 * @param user who is signed in
 * @param csrfToken what a page of this session sends with every change; null for API tokens, which no browser sends by
 *     itself
 * @param seen when it was last used
 */
public record Session(User user, @Nullable String csrfToken, Instant seen) {
    Session seenAt(Instant now) {
        return new Session(user, csrfToken, now);
    }

    @Override
    public String toString() {
        return "Session[" + user + "]";
    }
}
