package io.phiwatch.ingest.pull;

import static io.phiwatch.ingest.adapter.JsonPayload.at;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Timestamps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads how long an API wants to be left alone: {@code Retry-After} (RFC 9110), {@code X-Rate-Limit-Remaining} and
 * {@code -Reset} (Okta; with {@code RateLimit} for {@code Rate-Limit} GitHub), {@code X-Shopify-Shop-Api-Call-Limit},
 * and the cost of Shopify's GraphQL API. Pure.
 */
final class RateLimits {
    private static final Duration MOST = Duration.ofMinutes(15);
    private static final Duration SHOPIFY_BUCKET = Duration.ofSeconds(2);

    private RateLimits() {}

    /** Whether it was too much: 429, or Shopify's GraphQL error, which comes with status 200. */
    static boolean isThrottled(Answered answered) {
        if (answered.status() == 429) {
            return true;
        }
        for (JsonNode error : answered.document().path("errors")) {
            if (text(error, "extensions", "code").equals("THROTTLED")) {
                return true;
            }
        }
        return false;
    }

    /** How long to wait before the next request; zero if it may follow at once. At most a quarter of an hour. */
    static Duration pause(Answered answered, InstantSource clock) {
        Duration pause = retryAfter(answered, clock)
                .or(() -> reset(answered, clock, "X-Rate-Limit"))
                .or(() -> reset(answered, clock, "X-RateLimit"))
                .or(() -> shopifyCalls(answered))
                .or(() -> shopifyCost(answered))
                .orElse(Duration.ZERO);
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(MOST) > 0 ? MOST : pause;
    }

    private static Optional<Duration> retryAfter(Answered answered, InstantSource clock) {
        String after = answered.header("Retry-After");
        return seconds(after).or(() -> date(after).map(time -> Duration.between(now(answered, clock), time)));
    }

    private static Optional<Duration> reset(Answered answered, InstantSource clock, String prefix) {
        if (!answered.header(prefix + "-Remaining").equals("0")) {
            return Optional.empty();
        }
        return Timestamps.parse(answered.header(prefix + "-Reset"))
                .map(time -> Duration.between(now(answered, clock), time).plusSeconds(1));
    }

    private static Optional<Duration> shopifyCalls(Answered answered) {
        String[] used = answered.header("X-Shopify-Shop-Api-Call-Limit").split("/", 2);
        return used.length == 2 && used[0].equals(used[1]) ? Optional.of(SHOPIFY_BUCKET) : Optional.empty();
    }

    private static Optional<Duration> shopifyCost(Answered answered) {
        JsonNode cost = at(answered.document(), "extensions", "cost");
        double available = at(cost, "throttleStatus", "currentlyAvailable").asDouble(Double.MAX_VALUE);
        double rate = at(cost, "throttleStatus", "restoreRate").asDouble();
        double missing = cost.path("requestedQueryCost").asDouble() - available;
        return missing > 0 && rate > 0
                ? Optional.of(Duration.ofMillis((long) Math.ceil(1000 * missing / rate)))
                : Optional.empty();
    }

    /** The server's own clock, by which it also gave the time at hand; ours where it shows none. */
    private static Instant now(Answered answered, InstantSource clock) {
        return date(answered.header("Date")).orElseGet(clock::instant);
    }

    private static Optional<Instant> date(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** Whole or, as Shopify writes them, decimal seconds. */
    private static Optional<Duration> seconds(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,3})?")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (1000 * Double.parseDouble(text))));
    }
}
