package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of each actor or source, period by period, so that rules can tell what is unusual for it: data, from
 * a file {@code profiles/NAME.yml}. Immutable.
 *
 * @param selection the events that count; its id is the name of the profile
 * @param shareOf name of the profile that {@code share} divides by; null without one
 * @param comparesPeers whether actors are also compared with those of the same work
 * @param tellsSilence whether it says how unlikely it is that a source has been silent for so long
 * @param key what its state is kept under: the same for the same name and meaning
 */
public record Profile(
        DetectionRule selection,
        Subject subject,
        Measure measure,
        Periods periods,
        Limits limits,
        @Nullable String shareOf,
        boolean comparesPeers,
        boolean tellsSilence,
        int key) {
    /** Names of what rules read of a profile, after {@code behavior.NAME.}. */
    public static final Set<String> FIELDS = Set.of(
            "value",
            "median",
            "mad",
            "score",
            "peers",
            "peer_median",
            "peer_mad",
            "peer_score",
            "learning",
            "over_ceiling",
            "share",
            "last",
            "last_score",
            "silence",
            "silence_probability");

    /** What all these names begin with. */
    public static final String PREFIX = "behavior.";

    /** What a profile is about. */
    public enum Subject {
        ACTOR,
        SOURCE
    }

    /** What is measured of the events of a period. */
    public enum Kind {
        /** How many there are. */
        COUNT,
        /** How many different values a field has. */
        DISTINCT,
        /** The sum of a field; an event without it adds nothing. */
        SUM
    }

    /**
     * What is measured.
     *
     * @param field empty for a count
     */
    public record Measure(Kind kind, String field) {}

    /**
     * Times of a profile.
     *
     * @param length of a period; periods begin at multiples of it since 1970, UTC
     * @param window how many periods together have the value of the last of them
     * @param history how many closed periods are remembered
     * @param least how many of them must be known before they count as a habit
     * @param maxDelay how late events may come to count; null for as late as any source may
     */
    public record Periods(
            Duration length,
            int window,
            int history,
            int least,
            @Nullable Duration maxDelay) {
        /** Number of the period that a time lies in. */
        public long at(long epochMillis) {
            return Math.floorDiv(epochMillis, length.toMillis());
        }

        /** When a period is over, epoch milliseconds. */
        public long end(long period) {
            return (period + 1) * length.toMillis();
        }

        /** How long after its end a period still takes events. */
        public Duration delay(Duration ofAnySource) {
            return maxDelay == null || maxDelay.compareTo(ofAnySource) > 0 ? ofAnySource : maxDelay;
        }
    }

    /**
     * Absolute limits.
     *
     * @param floor the spread is taken to be at least this, so that a rigid habit does not make a trifle unusual
     * @param ceiling too much for anybody; null without one
     */
    public record Limits(double floor, @Nullable Double ceiling) {}

    /** What rules call it. */
    public String name() {
        return selection.metadata().name();
    }

    /** Whether the values count something, so that chance alone spreads them. */
    public boolean isCount() {
        return measure.kind != Kind.SUM || subject == Subject.SOURCE;
    }

    /** The key of a profile that selects, measures and divides time like that. */
    static int keyOf(DetectionRule selection, Subject subject, Measure measure, Periods periods) {
        RuleMetadata metadata = selection.metadata();
        return (metadata.name() + metadata.hash() + subject + measure + periods.length + periods.window).hashCode();
    }
}
