package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses a Sigma condition over selections: boolean operators, and {@code 1|any|all of them|pattern}. */
record ConditionParser(Map<String, Condition> selections) implements BooleanParser.Algebra<Condition> {
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_*]+");

    static Condition parse(String text, Map<String, Condition> selections) throws Fault {
        return BooleanParser.parse(text, new ConditionParser(selections));
    }

    @Override
    public Condition operand(BooleanParser<Condition> words) throws Fault {
        String word = words.take();
        if (words.accept("of")) {
            return quantified(word.toLowerCase(Locale.ROOT), words.take());
        }
        Condition selection = selections.get(word);
        if (selection == null) {
            throw new Fault("no selection is named '" + word + "'" + Reporter.didYouMean(word, selections.keySet()));
        }
        return selection;
    }

    private Condition quantified(String quantifier, String pattern) throws Fault {
        List<Condition> chosen = chosen(pattern);
        return switch (quantifier) {
            case "1", "any" -> anyOf(chosen);
            case "all" -> allOf(chosen);
            default -> throw new Fault("'" + quantifier + " of' is no Sigma: 1, any or all");
        };
    }

    private List<Condition> chosen(String pattern) throws Fault {
        if (!PATTERN.matcher(pattern).matches()) {
            throw new Fault("'" + pattern + "' is no pattern: letters, digits, _ and *");
        }
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

    @Override
    public Condition allOf(List<Condition> parts) {
        return Condition.allOf(parts);
    }

    @Override
    public Condition anyOf(List<Condition> parts) {
        return Condition.anyOf(parts);
    }

    @Override
    public Condition not(Condition part) {
        return new Condition.Not(part);
    }
}
