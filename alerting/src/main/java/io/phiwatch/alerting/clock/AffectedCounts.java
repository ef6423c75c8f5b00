package io.phiwatch.alerting.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Numbers of people by residence as commands carry them: {@code US-CA:512+US-NY:3+unknown:4}. */
public final class AffectedCounts {
    /** What one detail of a command may hold. */
    private static final int MOST_CHARACTERS = 128;

    private static final String CODE = "[A-Z]{2}(?:-[A-Z0-9]{1,3})?";
    private static final Pattern PLACE = Pattern.compile(CODE);
    private static final String PART = "(?:" + CODE + "|" + Affected.UNKNOWN + "):\\d{1,12}";
    private static final Pattern TEXT = Pattern.compile(PART + "(?:\\+" + PART + ")*");

    private AffectedCounts() {}

    static boolean isReadable(String text) {
        return TEXT.matcher(text).matches();
    }

    static Map<String, Long> parse(String text) {
        Map<String, Long> counts = new TreeMap<>();
        for (String part : text.split("\\+", -1)) {
            int colon = part.indexOf(':');
            counts.put(part.substring(0, colon), Long.valueOf(part.substring(colon + 1)));
        }
        return counts;
    }

    /**
     * Texts for as many commands as it takes, none empty.
     *
     * @param byState people by state as tables have it; what is no code counts as unknown
     */
    public static List<String> texts(Map<String, Long> byState) {
        Map<String, Long> counts = new TreeMap<>();
        byState.forEach((state, people) -> {
            String code = Affected.code(state);
            counts.merge(PLACE.matcher(code).matches() ? code : Affected.UNKNOWN, people, Long::sum);
        });
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        counts.forEach((code, people) -> {
            String part = code + ':' + people;
            if (text.length() + part.length() >= MOST_CHARACTERS) {
                texts.add(text.toString());
                text.setLength(0);
            }
            text.append(text.isEmpty() ? "" : "+").append(part);
        });
        if (!text.isEmpty()) {
            texts.add(text.toString());
        }
        return texts;
    }
}
