package io.phiwatch.alerting.console.access;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that changes something comes from a page of the console itself, by what the browser says of it.
 *
 * @param publicOrigin origin under which browsers know the console behind a proxy; null where there is none
 */
record SameOrigin(@Nullable String publicOrigin) {

    /** Origin of a URL: scheme, host and port. */
    static @Nullable String originOf(@Nullable URI url) {
        return url == null ? null : url.getScheme() + "://" + url.getRawAuthority();
    }

    /**
     * Judges by {@code Sec-Fetch-Site} where the browser sends it, else by {@code Origin}. A form that is posted from a
     * page without referrer says {@code Origin: null}: that tells nothing, and only Sec-Fetch-Site can speak for it.
     *
     * @param isProofGiven whether the request carries a secret that no other site knows, so that silence is enough
     */
    boolean allows(@Nullable String fetchSite, @Nullable String origin, @Nullable String host, boolean isProofGiven) {
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        if (origin == null || origin.equals("null")) {
            return isProofGiven;
        }
        return origin.equals(publicOrigin) || isAt(origin, host);
    }

    private static boolean isAt(String origin, @Nullable String host) {
        try {
            return host != null && host.equals(new URI(origin).getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
