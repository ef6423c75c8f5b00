package io.phiwatch.detector.correlate;

import io.phiwatch.schema.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * What one window belongs to. Its text is the key of signals, so that a group is on one partition, and of stored state.
 *
 * @param group values of the rule's group-by fields, in the order of the rule
 */
public record GroupKey(String tenant, String ruleId, List<String> group) {
    private static final char SEPARATOR = '|';
    private static final char ESCAPE = '\\';
    private static final int TYPICAL_LENGTH = 96;

    public GroupKey {
        group = List.copyOf(group);
    }

    /** The key of the group that a signal belongs to, as text. */
    public static String of(Signal signal) {
        return new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup()).toString();
    }

    /** The key that {@link #toString()} wrote. */
    public static GroupKey parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == SEPARATOR) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c == ESCAPE ? text.charAt(++i) : c);
            }
        }
        parts.add(part.toString());
        return new GroupKey(parts.get(0), parts.get(1), parts.subList(2, parts.size()));
    }

    /** Of a key that {@link #toString()} wrote, what all groups of its tenant under its rule begin with. */
    public static String ruleOf(String text) {
        return text.substring(0, endOfPart(text, endOfPart(text, 0) + 1));
    }

    /** Where the part of a key ends that begins there: at the next separator, or where the text ends. */
    public static int endOfPart(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != SEPARATOR) {
            at += text.charAt(at) == ESCAPE ? 2 : 1;
        }
        return Math.min(at, text.length());
    }

    /** Tenant, rule and group values, separated by {@code |}; values that hold a separator cannot imitate another group. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TYPICAL_LENGTH);
        escape(text, tenant);
        escape(text.append(SEPARATOR), ruleId);
        group.forEach(value -> escape(text.append(SEPARATOR), value));
        return text.toString();
    }

    private static void escape(StringBuilder text, String part) {
        if (part.indexOf(SEPARATOR) < 0 && part.indexOf(ESCAPE) < 0) {
            text.append(part);
            return;
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == SEPARATOR || c == ESCAPE) {
                text.append(ESCAPE);
            }
            text.append(c);
        }
    }
}
