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
 * @param breakerFailures failures in a row after which a sink is left alone for a while
 * @param breakerDelay how long it is left alone
 * @param roster how the sinks know people
 */
public record PagerConfig(
        String groupPrefix,
        @Nullable URI consoleUrl,
        Retry retry,
        int breakerFailures,
        Duration breakerDelay,
        Roster roster) {

    public PagerConfig {
        if (breakerFailures < 1) {
            throw new IllegalArgumentException("breaker_failures: must be > 0");
        }
    }

    /**
     * How often a sink is asked for one page.
     *
     * @param first wait after the first failed try; it doubles with each
     * @param most longest wait between two tries
     * @param times tries, the first among them
     */
    public record Retry(Duration first, Duration most, int times) {
        public Retry {
            if (times < 1) {
                throw new IllegalArgumentException("times: must be > 0");
            }
            if (!first.isPositive() || most.compareTo(first) <= 0) {
                throw new IllegalArgumentException("first: must be > 0 and less than most");
            }
        }

        /** Eight tries in about a minute and a half; PagerDuty advises three, thirty seconds apart. */
        public static Retry defaults() {
            return new Retry(Duration.ofSeconds(1), Duration.ofSeconds(30), 8);
        }
    }

    /** With the default tries, and without links and people. */
    public static PagerConfig defaults() {
        return new PagerConfig("phiwatch-pager", null, Retry.defaults(), 5, Duration.ofSeconds(15), Roster.empty());
    }

    /** The same with another start of the names of its groups: installations may share a broker. */
    public PagerConfig withGroupPrefix(String prefix) {
        return new PagerConfig(prefix, consoleUrl, retry, breakerFailures, breakerDelay, roster);
    }

    /** The same with links to the console at this address. */
    public PagerConfig withConsoleUrl(URI url) {
        return new PagerConfig(groupPrefix, url, retry, breakerFailures, breakerDelay, roster);
    }

    /** The same with these people. */
    public PagerConfig withRoster(Roster people) {
        return new PagerConfig(groupPrefix, consoleUrl, retry, breakerFailures, breakerDelay, people);
    }

    /** The same with these tries. */
    public PagerConfig withRetry(Retry tries) {
        return new PagerConfig(groupPrefix, consoleUrl, tries, breakerFailures, breakerDelay, roster);
    }
}
