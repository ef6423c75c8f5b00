package io.phiwatch.ingest.pull;

import java.util.Map;

/** How a poll says who it is. No part of it is printed. */
public sealed interface Auth {
    /** Says nothing. */
    record None() implements Auth {}

    /** A header with a secret: {@code Authorization: Bearer …}, {@code X-Shopify-Access-Token}, an API key. */
    record Header(String name, String value) implements Auth {
        @Override
        public String toString() {
            return "Header[name=" + name + "]";
        }
    }

    /** RFC 7617. */
    static Auth basic(String user, String password) {
        return new Header("Authorization", Credentials.basic(user + ':' + password));
    }

    /**
     * RFC 6749 section 4.4: a token for client id and secret, asked for anew before it runs out.
     *
     * @param form parameters of the token request over {@code grant_type=client_credentials}, such as {@code scope}
     */
    record OAuth2(String tokenUrl, String clientId, String clientSecret, Map<String, String> form) implements Auth {
        public OAuth2 {
            form = Map.copyOf(form);
        }

        @Override
        public String toString() {
            return "OAuth2[]";
        }
    }
}
