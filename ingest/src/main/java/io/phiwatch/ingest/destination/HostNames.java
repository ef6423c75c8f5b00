package io.phiwatch.ingest.destination;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads names of hosts. Asks no name server. */
public final class HostNames {
    private static final int LONGEST = 253;
    private static final int LONGEST_SHARED = 3;
    private static final int COUNTRY = 2;

    /** Under these, each name belongs to somebody else, as under {@code .com}. */
    private static final Set<String> SHARED = Set.of(
            "myshopify.com",
            "wpengine.com",
            "wordpress.com",
            "herokuapp.com",
            "azurewebsites.net",
            "cloudfront.net",
            "amazonaws.com",
            "appspot.com",
            "web.app",
            "github.io",
            "netlify.app",
            "vercel.app",
            "pages.dev",
            "workers.dev");

    private HostNames() {}

    /** Host without port, in lower case; empty for what is no plain host name or IPv4 address. */
    public static Optional<String> of(String authority) {
        int colon = authority.indexOf(':');
        String host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
        boolean plain = !host.isEmpty()
                && host.length() <= LONGEST
                && host.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_');
        return plain ? Optional.of(host) : Optional.empty();
    }

    /**
     * The part of a host that its owner registered, such as {@code example.co.uk}: the last two names, three below a
     * short one of a country or a provider that gives names to its customers. Not as exact as the public suffix list.
     */
    public static String site(String host) {
        List<String> labels = List.of(host.split("\\.", -1));
        int count = labels.size();
        if (count <= 2) {
            return host;
        }
        String lastTwo = labels.get(count - 2) + '.' + labels.get(count - 1);
        boolean ofCountry = labels.get(count - 1).length() == COUNTRY
                && labels.get(count - 2).length() <= LONGEST_SHARED;
        return ofCountry || SHARED.contains(lastTwo) ? labels.get(count - 3) + '.' + lastTwo : lastTwo;
    }

    /** Whether it is the domain or below it. */
    static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith('.' + domain);
    }
}
