package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.change.Snapshot;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A REST or GraphQL API that is asked again and again. Immutable.
 *
 * @param every time between the end of one poll and the start of the next
 * @param snapshot how a list is compared with what it was; null where the items are events
 */
public record Poll(
        String sourceId,
        Duration every,
        Request request,
        Paging paging,
        Reading reading,
        @Nullable Snapshot snapshot,
        Retry retry)
        implements Pull {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * What is sent.
     *
     * @param url may hold {@code {since}}, {@code {since:date}}, {@code {since:text}}, {@code {since:epoch}}
     * @param query a GraphQL document, which makes it a POST; empty asks by GET. May hold {@code {since}} too
     * @param headers sent with every request
     */
    public record Request(String url, String query, Map<String, String> headers, Auth auth) {
        public Request {
            headers = Map.copyOf(headers);
        }

        /** Whether it asks by GraphQL. */
        public boolean isGraphql() {
            return !query.isEmpty();
        }

        /** Without the headers, which may hold a key. */
        @Override
        public String toString() {
            return "Request[graphql=" + isGraphql() + "]";
        }
    }

    /** How an answer goes on. */
    public sealed interface Paging {
        /** One answer is everything. */
        record None() implements Paging {}

        /** RFC 8288: the {@code Link} header with {@code rel="next"}. */
        record Link() implements Paging {}

        /**
         * The answer holds the cursor of the next page.
         *
         * @param path dotted path of the cursor in the answer
         * @param parameter of the URL that takes it
         */
        record Cursor(String path, String parameter) implements Paging {}

        /**
         * GraphQL connections: the variable {@code cursor} takes {@code endCursor} while {@code hasNextPage}.
         *
         * @param path dotted path of {@code pageInfo}
         */
        record PageInfo(String path) implements Paging {}

        /**
         * Pages have numbers; the first one without new items ends it.
         *
         * @param parameter of the URL that takes it
         */
        record Numbered(String parameter, int first) implements Paging {}
    }

    /**
     * How answers are read. Paths are dotted; an empty one is the document itself.
     *
     * @param items path of the list
     * @param id path of an item's identity; empty takes the whole item as its identity
     * @param time path of an item's time; empty where it has none
     * @param lookback how far the first poll looks back
     * @param overlap how far every later poll looks back behind the newest item, since items may appear late
     * @param batch whether the new items of a page go to the adapter as one JSON array, not one by one
     * @param deliveryHeaders headers that the adapter reads as if the platform had sent them
     */
    public record Reading(
            String items,
            String id,
            String time,
            Duration lookback,
            Duration overlap,
            boolean batch,
            Map<String, String> deliveryHeaders) {
        public Reading {
            deliveryHeaders = Map.copyOf(deliveryHeaders);
        }
    }

    /** How failed requests are repeated: after {@code first}, doubled up to {@code most}, at most {@code times}. */
    public record Retry(Duration first, Duration most, int times) {
        /** One second, doubled up to a minute, six times. */
        public static Retry defaults() {
            return new Retry(Duration.ofSeconds(1), Duration.ofMinutes(1), 6);
        }
    }

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!isSafe(request.url)) {
            faults.add("url: must be https (http only to this machine)");
        }
        if (request.auth instanceof Auth.OAuth2 oauth && !isSafe(oauth.tokenUrl())) {
            faults.add("auth.oauth2.token_url: must be https (http only to this machine)");
        }
        if (!every.isPositive()) {
            faults.add("every: must be longer than 0");
        }
        if (paging instanceof Paging.PageInfo && !request.isGraphql()) {
            faults.add("page.graphql: needs a query");
        }
        return faults;
    }

    /** Credentials go over TLS only. */
    private static boolean isSafe(String url) {
        try {
            URI uri = new URI(url.replaceAll("\\{[^}]*}", "0"));
            String host = uri.getHost();
            return host != null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host)));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
