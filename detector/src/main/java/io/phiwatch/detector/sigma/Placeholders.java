package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists that {@code %name%} stands for in one document; remembers those that were used. Not thread-safe. */
final class Placeholders {
    // a backslash before it makes a percent sign plain; public rules have hyphens in names, as in %DC-MACHINE-NAME%
    private static final Pattern NAME = Pattern.compile("(?<!\\\\)%([\\w-]+)%");
    private static final int MAX_VALUES = 10_000;

    private final Map<String, List<String>> lists;
    private final Map<String, List<String>> used = new TreeMap<>();

    Placeholders(Map<String, List<String>> lists) {
        this.lists = lists;
    }

    /** Whether {@code %name%} can stand for such a list. */
    static boolean isName(String name) {
        return NAME.matcher('%' + name + '%').matches();
    }

    /** The lists used so far, by name. */
    Map<String, List<String>> used() {
        return Map.copyOf(used);
    }

    /**
     * Every text that comes of taking one value for each placeholder.
     *
     * @param written how the text between placeholders is to be read
     * @param value how a value of a list is to be read
     */
    List<String> expand(String text, UnaryOperator<String> written, UnaryOperator<String> value) throws Fault {
        List<String> texts = List.of("");
        Matcher matcher = NAME.matcher(text);
        int from = 0;
        while (matcher.find()) {
            List<String> values = list(matcher.group(1)).stream().map(value).toList();
            texts = product(texts, read(text.substring(from, matcher.start()), written), values);
            from = matcher.end();
        }
        return product(texts, read(text.substring(from), written), List.of(""));
    }

    private static String read(String part, UnaryOperator<String> written) {
        return written.apply(part.replace("\\%", "%"));
    }

    private List<String> list(String name) throws Fault {
        List<String> values = lists.get(name);
        if (values == null || values.isEmpty()) {
            throw new Fault("placeholder '%" + name + "%' has no values"
                    + Reporter.didYouMean(name, values == null ? lists.keySet() : List.of()));
        }
        used.put(name, List.copyOf(values));
        return values;
    }

    private static List<String> product(List<String> begun, String middle, List<String> ends) throws Fault {
        if ((long) begun.size() * ends.size() > MAX_VALUES) {
            throw new Fault("the placeholders stand for more than " + MAX_VALUES + " values");
        }
        List<String> longer = new ArrayList<>(begun.size() * ends.size());
        for (String start : begun) {
            for (String end : ends) {
                longer.add(start + middle + end);
            }
        }
        return longer;
    }
}
