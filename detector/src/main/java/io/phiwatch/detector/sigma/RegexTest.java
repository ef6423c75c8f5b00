package io.phiwatch.detector.sigma;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** Passes text in which a regular expression is found. The matcher is RE2, whose time is linear in the text. */
final class RegexTest implements ValueTest {
    private final Pattern pattern;

    /** Throws {@link com.google.re2j.PatternSyntaxException} for what RE2 does not know, such as look-around. */
    RegexTest(String expression, int flags) {
        this.pattern = Pattern.compile(expression, flags);
    }

    /** A text that each value that passes holds; null where none is known. */
    @Nullable
    Literal literal() {
        return RegexLiteral.of(pattern.pattern());
    }

    @Override
    public boolean test(@Nullable Object value) {
        String text = EventValue.text(value);
        return text != null && pattern.matcher(text).find();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegexTest test
                && test.pattern.pattern().equals(pattern.pattern())
                && test.pattern.flags() == pattern.flags();
    }

    @Override
    public int hashCode() {
        return 31 * pattern.pattern().hashCode() + pattern.flags();
    }

    @Override
    public String toString() {
        return '/' + pattern.pattern() + '/';
    }
}
