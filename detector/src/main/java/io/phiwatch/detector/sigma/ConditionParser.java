package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a Sigma condition: {@code not} before {@code and} before {@code or}, parentheses, and {@code 1|any|all of
 * them|pattern}. Keywords may be written in capitals.
 */
final class ConditionParser {
    private static final Pattern TOKEN = Pattern.compile("([()]|[A-Za-z0-9_*-]+)\\s*");
    private static final int MAX_DEPTH = 50;

    private final List<String> tokens;
    private final Map<String, Condition> selections;
    private int next;
    private int depth;

    private ConditionParser(List<String> tokens, Map<String, Condition> selections) {
        this.tokens = tokens;
        this.selections = selections;
    }

    /** A condition that can't be read; the message says why. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String reason) {
            super(reason);
        }
    }

    static Condition parse(String text, Map<String, Condition> selections) throws Fault {
        ConditionParser parser = new ConditionParser(tokens(text), selections);
        Condition condition = parser.or();
        if (parser.next < parser.tokens.size()) {
            throw new Fault("unexpected '" + parser.tokens.get(parser.next) + "'");
        }
        return condition;
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

    private Condition or() throws Fault {
        if (++depth > MAX_DEPTH) {
            throw new Fault("nested too deep");
        }
        List<Condition> parts = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            parts.add(and());
        }
        depth--;
        return Condition.anyOf(parts);
    }

    private Condition and() throws Fault {
        List<Condition> parts = new ArrayList<>(List.of(not()));
        while (accept("and")) {
            parts.add(not());
        }
        return Condition.allOf(parts);
    }

    private Condition not() throws Fault {
        boolean negated = false;
        while (accept("not")) {
            negated = !negated;
        }
        Condition atom = atom();
        return negated ? new Condition.Not(atom) : atom;
    }

    private Condition atom() throws Fault {
        String token = peek();
        if (token == null) {
            throw new Fault("ends too early");
        }
        if (accept("(")) {
            Condition inner = or();
            if (!accept(")")) {
                throw new Fault("a ')' is missing");
            }
            return inner;
        }
        if (next + 1 < tokens.size() && tokens.get(next + 1).equalsIgnoreCase("of")) {
            return quantified();
        }
        next++;
        Condition selection = selections.get(token);
        if (selection == null) {
            throw new Fault("no selection is named '" + token + "'" + Reporter.didYouMean(token, selections.keySet()));
        }
        return selection;
    }

    private Condition quantified() throws Fault {
        String quantifier = tokens.get(next).toLowerCase(Locale.ROOT);
        next += 2;
        String pattern = peek();
        if (pattern == null) {
            throw new Fault("ends too early");
        }
        next++;
        List<Condition> chosen = chosen(pattern);
        return switch (quantifier) {
            case "1", "any" -> Condition.anyOf(chosen);
            case "all" -> Condition.allOf(chosen);
            default -> throw new Fault("'" + quantifier + " of' is no Sigma: 1, any or all");
        };
    }

    private List<Condition> chosen(String pattern) throws Fault {
        boolean all = pattern.equalsIgnoreCase("them");
        Pattern glob = Pattern.compile(all ? ".*" : pattern.replace("*", ".*"));
        List<Condition> chosen = new ArrayList<>();
        selections.forEach((name, condition) -> {
            boolean hidden = name.startsWith("_") && !pattern.startsWith("_");
            if (!hidden && glob.matcher(name).matches()) {
                chosen.add(condition);
            }
        });
        if (chosen.isEmpty()) {
            throw new Fault("no selection is named '" + pattern + "'");
        }
        return chosen;
    }

    private @Nullable String peek() {
        return next < tokens.size() ? tokens.get(next) : null;
    }

    private boolean accept(String expected) {
        String token = peek();
        if (token != null && token.equalsIgnoreCase(expected)) {
            next++;
            return true;
        }
        return false;
    }
}
