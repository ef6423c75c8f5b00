package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Passes text that a pattern with wildcards covers from end to end; without regard to case unless told so. */
final class TextTest implements ValueTest {

    private static final Pattern WILDCARD = Pattern.compile("[" + SigmaString.ONE + SigmaString.DASH + "]");

    private final String pattern;
    private final boolean cased;
    private final String[] segments;

    TextTest(SigmaString string, boolean cased) {
        this.cased = cased;
        this.pattern = cased ? string.pattern() : EventValue.fold(string.pattern());
        this.segments = split(pattern);
    }

    private static String[] split(String pattern) {
        List<String> segments = new ArrayList<>();
        int from = 0;
        for (int star = pattern.indexOf(SigmaString.STAR); star >= 0; star = pattern.indexOf(SigmaString.STAR, from)) {
            segments.add(pattern.substring(from, star));
            from = star + 1;
        }
        segments.add(pattern.substring(from));
        return segments.toArray(new String[0]);
    }

    /** The longest text that each value that passes holds; null where any text would do. */
    @Nullable
    Literal literal() {
        Literal longest = null;
        for (int i = 0; i < segments.length; i++) {
            String[] parts = WILDCARD.split(segments[i], -1);
            for (int j = 0; j < parts.length; j++) {
                boolean atStart = i == 0 && j == 0;
                boolean atEnd = i == segments.length - 1 && j == parts.length - 1;
                boolean narrows = !parts[j].isEmpty() || (atStart && atEnd);
                if (narrows
                        && (longest == null
                                || parts[j].length() > longest.text().length())) {
                    longest = Literal.of(parts[j], atStart, atEnd);
                }
            }
        }
        return longest;
    }

    /** Whether each value that holds the literal in its place passes. */
    boolean isLiteral() {
        return !cased
                && Arrays.stream(segments).filter(segment -> !segment.isEmpty()).count() <= 1
                && pattern.chars().noneMatch(c -> c == SigmaString.ONE || c == SigmaString.DASH);
    }

    @Override
    public boolean test(@Nullable Object value) {
        String text = EventValue.text(value);
        return text != null && covers(text);
    }

    private boolean covers(String text) {
        String first = segments[0];
        if (segments.length == 1) {
            return text.length() == first.length() && matchesAt(first, text, 0);
        }
        String last = segments[segments.length - 1];
        int end = text.length() - last.length();
        if (first.length() > end || !matchesAt(first, text, 0) || !matchesAt(last, text, end)) {
            return false;
        }
        int at = first.length();
        for (int i = 1; i < segments.length - 1; i++) {
            at = find(segments[i], text, at, end);
            if (at < 0) {
                return false;
            }
            at += segments[i].length();
        }
        return true;
    }

    private int find(String segment, String text, int from, int end) {
        for (int at = from; at <= end - segment.length(); at++) {
            if (matchesAt(segment, text, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matchesAt(String segment, String text, int at) {
        for (int i = 0; i < segment.length(); i++) {
            char expected = segment.charAt(i);
            char actual = text.charAt(at + i);
            if (expected != (cased ? actual : EventValue.fold(actual)) && !isCovered(expected, actual)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCovered(char expected, char actual) {
        return expected == SigmaString.ONE || (expected == SigmaString.DASH && SigmaString.DASHES.indexOf(actual) >= 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextTest test && test.cased == cased && test.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return 31 * pattern.hashCode() + Boolean.hashCode(cased);
    }

    @Override
    public String toString() {
        String shown = pattern.replace(SigmaString.STAR, '*')
                .replace(SigmaString.ONE, '?')
                .replace(SigmaString.DASH, '-');
        return (cased ? "cased " : "") + '\'' + shown + '\'';
    }
}
