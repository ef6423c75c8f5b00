package io.phiwatch.alerting.console.page;

import io.phiwatch.alerting.console.access.Session;
import java.util.Optional;

/**
 * What every page shows around its content.
 *
 * @param user who is signed in
 * @param csrfToken what the page sends with every change
 * @param wording how it says things
 */
public record Shell(String user, String csrfToken, Wording wording) {
    static Shell of(Session session, Wording wording) {
        return new Shell(
                session.user().name(), Optional.ofNullable(session.csrfToken()).orElse(""), wording);
    }

    /** Headers that htmx sends with every request of the page, as JSON. */
    public String headers() {
        // Tokens are base64url: nothing in them needs escaping.
        return "{\"X-CSRF-Token\":\"" + csrfToken + "\"}";
    }
}
