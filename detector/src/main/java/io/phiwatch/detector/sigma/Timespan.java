package io.phiwatch.detector.sigma;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time as Sigma writes them: a whole number of s, m, h, d, and, as other Sigma tools read them, w (7 days), M
 * (a twelfth of a year) and y (365.2425 days).
 */
final class Timespan {
    /** What a span looks like, for people. */
    static final String FORM = "a whole number above 0 of s, m, h, d, w, M or y, such as 10m";

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})([smhdwMy])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7),
            "M", Duration.ofSeconds(2_629_746),
            "y", Duration.ofSeconds(31_556_952));
    // windows are computed in milliseconds of a long
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private Timespan() {}

    /** The span; empty for what is none, and for more than a hundred years. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration span =
                UNITS.getOrDefault(matcher.group(2), Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1)));
        return Optional.of(span).filter(it -> it.compareTo(LONGEST) <= 0);
    }
}
