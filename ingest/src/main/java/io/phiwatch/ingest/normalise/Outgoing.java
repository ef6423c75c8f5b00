package io.phiwatch.ingest.normalise;

import io.phiwatch.ingest.phi.PhiFinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The last gate for clear text: short, and without anything that the scanner takes for PHI. What the adapters let
 * through should pass unchanged; this is for the day when one of them is wrong.
 */
final class Outgoing {
    static final String REDACTED = "[redacted]";
    static final int MAX_TEXT = 256;
    private static final int MAX_LIST = 32;
    private static final int MAX_ATTRIBUTES = 64;

    private final Scanner scanner;

    Outgoing(Scanner scanner) {
        this.scanner = scanner;
    }

    String text(String text) {
        return text("", text);
    }

    List<String> texts(List<String> texts) {
        return texts.stream().limit(MAX_LIST).map(this::text).toList();
    }

    Map<String, String> attributes(Map<String, String> attributes) {
        Map<String, String> clean = new LinkedHashMap<>();
        // by name, so that the same ones stay whatever their order
        for (String name : new TreeSet<>(attributes.keySet())) {
            if (clean.size() == MAX_ATTRIBUTES) {
                break;
            }
            clean.put(text(name), text(name, attributes.getOrDefault(name, "")));
        }
        return clean;
    }

    /** The value of a named field. */
    String text(String field, String text) {
        // scanned whole: half of an identifier would pass
        if (scanner.scan(field, text).stream().anyMatch(PhiFinding::isLikely)) {
            return REDACTED;
        }
        return bounded(text);
    }

    private static String bounded(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end);
    }
}
