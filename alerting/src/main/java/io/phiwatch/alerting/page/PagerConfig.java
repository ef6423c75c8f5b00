package io.phiwatch.alerting.page;

import io.phiwatch.alerting.oncall.Roster;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How pages are sent.
 *
 * @param groupPrefix start of the consumer group's name; each sink has its own group, so that one that is down keeps none
 *     of the others waiting
 * @param consoleUrl address of the console, for links in pages; none where it is unknown
 * @param attempts tries per page and sink
 * @param firstDelay wait after the first failed try; it doubles with each
 * @param maxDelay longest wait between two tries
 * @param breakerFailures failures in a row after which a sink is left alone for a while
 * @param breakerDelay how long it is left alone
 * @param roster how the sinks know people
 */
public record PagerConfig(
        String groupPrefix,
        @Nullable URI consoleUrl,
        int attempts,
        Duration firstDelay,
        Duration maxDelay,
        int breakerFailures,
        Duration breakerDelay,
        Roster roster) {

    public PagerConfig {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: must be > 0");
        }
        if (!firstDelay.isPositive() || maxDelay.compareTo(firstDelay) <= 0) {
            throw new IllegalArgumentException("first_delay: must be > 0 and less than max_delay");
        }
        if (breakerFailures < 1) {
            throw new IllegalArgumentException("breaker_failures: must be > 0");
        }
    }

    /** Eight tries in about a minute and a half; PagerDuty advises three, thirty seconds apart. */
    public static PagerConfig defaults() {
        return new PagerConfig(
                "phiwatch-pager",
                null,
                8,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                5,
                Duration.ofSeconds(15),
                Roster.empty());
    }

    /** The same with another start of the names of its groups: installations may share a broker. */
    public PagerConfig withGroupPrefix(String prefix) {
        return new PagerConfig(
                prefix, consoleUrl, attempts, firstDelay, maxDelay, breakerFailures, breakerDelay, roster);
    }

    /** The same with links to the console at this address. */
    public PagerConfig withConsoleUrl(URI url) {
        return new PagerConfig(groupPrefix, url, attempts, firstDelay, maxDelay, breakerFailures, breakerDelay, roster);
    }

    /** The same with these people. */
    public PagerConfig withRoster(Roster people) {
        return new PagerConfig(
                groupPrefix, consoleUrl, attempts, firstDelay, maxDelay, breakerFailures, breakerDelay, people);
    }
}
