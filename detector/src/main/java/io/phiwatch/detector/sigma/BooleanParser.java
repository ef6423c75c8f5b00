package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code not} before {@code and} before {@code or}, with parentheses. Keywords may be written in capitals; what
 * the operands are is up to the algebra.
 *
 * @param <T> what an expression becomes
 */
final class BooleanParser<T> {
    private static final Pattern TOKEN = Pattern.compile("([()]|[A-Za-z0-9_*-]+)\\s*");
    private static final int MAX_DEPTH = 50;

    private final List<String> tokens;
    private final Algebra<T> algebra;
    private int next;
    private int depth;

    private BooleanParser(List<String> tokens, Algebra<T> algebra) {
        this.tokens = tokens;
        this.algebra = algebra;
    }

    /** What operands and operators become. */
    interface Algebra<T> {
        /** One operand: a name, or the words that the algebra takes from the parser. */
        T operand(BooleanParser<T> words) throws Fault;

        T allOf(List<T> parts);

        T anyOf(List<T> parts);

        T not(T part);
    }

    static <T> T parse(String text, Algebra<T> algebra) throws Fault {
        BooleanParser<T> parser = new BooleanParser<>(tokens(text), algebra);
        T parsed = parser.or();
        String rest = parser.peek();
        if (rest != null) {
            throw new Fault("unexpected '" + rest + "'");
        }
        return parsed;
    }

    private static List<String> tokens(String text) throws Fault {
        if (text.indexOf('|') >= 0) {
            throw new Fault("'|' aggregations are no longer Sigma: write a correlation");
        }
        List<String> tokens = new ArrayList<>();
        String rest = text.strip();
        Matcher matcher = TOKEN.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new Fault("unexpected '" + rest.charAt(at) + "'");
            }
            tokens.add(matcher.group(1));
            at = matcher.end();
        }
        return tokens;
    }

    private T or() throws Fault {
        if (++depth > MAX_DEPTH) {
            throw new Fault("nested too deep");
        }
        List<T> parts = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : algebra.anyOf(parts);
    }

    private T and() throws Fault {
        List<T> parts = new ArrayList<>(List.of(not()));
        while (accept("and")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.getFirst() : algebra.allOf(parts);
    }

    private T not() throws Fault {
        boolean negated = false;
        while (accept("not")) {
            negated = !negated;
        }
        T atom = atom();
        return negated ? algebra.not(atom) : atom;
    }

    private T atom() throws Fault {
        if (accept("(")) {
            T inner = or();
            if (!accept(")")) {
                throw new Fault("a ')' is missing");
            }
            return inner;
        }
        return algebra.operand(this);
    }

    /** The next word, taken. */
    String take() throws Fault {
        String token = peek();
        if (token == null) {
            throw new Fault("ends too early");
        }
        if (token.equals(")")) {
            throw new Fault("unexpected ')'");
        }
        next++;
        return token;
    }

    /** Takes the next word if it is that keyword. */
    boolean accept(String keyword) {
        String token = peek();
        if (token != null && token.equalsIgnoreCase(keyword)) {
            next++;
            return true;
        }
        return false;
    }

    private @Nullable String peek() {
        return next < tokens.size() ? tokens.get(next) : null;
    }
}
