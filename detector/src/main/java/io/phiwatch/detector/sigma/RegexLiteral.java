package io.phiwatch.detector.sigma;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a text that everything holds in which a regular expression is found. It looks at the outermost sequence only, and
 * where it does not know an escape it finds nothing: no literal costs time, a wrong one would cost matches.
 */
final class RegexLiteral {
    private static final Pattern REPEAT = Pattern.compile("\\{[0-9]+(,[0-9]*)?\\}");
    /** Escapes that stand for one character, for a set of them, or for a place. */
    private static final String PLAIN_ESCAPES = "dDsSwWbBAznrtfv";

    private final String expression;
    private int at;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";

    private RegexLiteral(String expression) {
        this.expression = expression;
    }

    /** The longest such text, case folded; null where there is none to be seen. */
    static @Nullable Literal of(String expression) {
        RegexLiteral literal = new RegexLiteral(expression);
        return literal.read() && !literal.longest.isEmpty() ? Literal.of(literal.longest, false, false) : null;
    }

    private boolean read() {
        while (at < expression.length()) {
            char c = expression.charAt(at);
            boolean known = switch (c) {
                case '|' -> false;
                case '\\' -> escape();
                case '(' -> group();
                case '[' -> set();
                case '*', '?' -> optional(1);
                case '{' -> repeat();
                default -> single(c);
            };
            if (!known) {
                return false;
            }
        }
        return end(0);
    }

    /** Ends the run of characters here, and goes on. */
    private boolean end(int consumed) {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
        at += consumed;
        return true;
    }

    private boolean single(char c) {
        if (".^$+".indexOf(c) >= 0 || c < ' ' || c > '~') {
            return end(1);
        }
        run.append(c);
        at++;
        return true;
    }

    private boolean escape() {
        if (at + 1 >= expression.length()) {
            return false;
        }
        char c = expression.charAt(at + 1);
        if (PLAIN_ESCAPES.indexOf(c) >= 0) {
            return end(2);
        }
        if (c > '~' || Character.isLetterOrDigit(c)) {
            return false;
        }
        run.append(c);
        at += 2;
        return true;
    }

    /** What is repeated need not be there, not even once. */
    private boolean optional(int consumed) {
        run.setLength(Math.max(0, run.length() - 1));
        return end(consumed);
    }

    private boolean repeat() {
        java.util.regex.Matcher repeat = REPEAT.matcher(expression).region(at, expression.length());
        return optional(repeat.lookingAt() ? repeat.end() - at : 1);
    }

    private boolean group() {
        end(1);
        int depth = 1;
        while (depth > 0) {
            if (at >= expression.length()) {
                return false;
            }
            switch (expression.charAt(at)) {
                case '\\' -> {
                    if (!escape()) {
                        return false;
                    }
                }
                case '[' -> {
                    if (!set()) {
                        return false;
                    }
                }
                case '(' -> {
                    depth++;
                    at++;
                }
                case ')' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        }
        run.setLength(0);
        return true;
    }

    private boolean set() {
        end(1);
        if (at < expression.length() && expression.charAt(at) == '^') {
            at++;
        }
        // a bracket in first place is one of the set
        for (int first = at; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == ']' && at > first) {
                at++;
                return true;
            }
            if (c == '[') {
                // a named set, or a plain bracket: not told apart
                return false;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }
}
