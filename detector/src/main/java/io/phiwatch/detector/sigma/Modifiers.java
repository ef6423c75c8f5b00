package io.phiwatch.detector.sigma;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The modifiers behind a field's name, checked to go together.
 *
 * @param kind what the values are compared as
 * @param names all modifiers as written, with aliases resolved
 */
record Modifiers(Kind kind, List<String> names) {
    private static final Set<String> PLACES = Set.of("contains", "startswith", "endswith");
    private static final Set<String> ENCODERS = Set.of("base64", "base64offset");
    private static final Set<String> CHARSETS = Set.of("utf16le", "utf16be", "utf16");
    private static final Set<String> TEXT = Set.of(
            "contains",
            "startswith",
            "endswith",
            "cased",
            "windash",
            "base64",
            "base64offset",
            "utf16le",
            "utf16be",
            "utf16");
    private static final Set<String> COMPARISONS = Set.of("lt", "lte", "gt", "gte");
    private static final Map<String, Integer> REGEX_FLAGS =
            Map.of("i", Pattern.CASE_INSENSITIVE, "m", Pattern.MULTILINE, "s", Pattern.DOTALL);
    private static final Map<String, String> ALIASES =
            Map.of("wide", "utf16le", "ignorecase", "i", "multiline", "m", "dotall", "s");
    private static final Set<String> LATER =
            Set.of("fieldref", "expand", "minute", "hour", "day", "week", "month", "year");

    enum Kind {
        TEXT,
        EXISTS,
        REGEX,
        NETWORK,
        COMPARISON
    }

    /** Modifiers that don't go together, or are unknown; the message says why. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String reason) {
            super(reason);
        }
    }

    static Modifiers parse(List<String> written) throws Fault {
        List<String> names = new ArrayList<>();
        for (String name : written) {
            String resolved = ALIASES.getOrDefault(name, name);
            if (LATER.contains(resolved)) {
                throw new Fault("modifier '" + name + "' is not supported yet");
            }
            if (!known().contains(resolved)) {
                throw new Fault("unknown modifier '" + name + "'" + Reporter.didYouMean(name, known()));
            }
            if (names.contains(resolved)) {
                throw new Fault("modifier '" + name + "' appears twice");
            }
            names.add(resolved);
        }
        Modifiers modifiers = new Modifiers(kind(names), List.copyOf(names));
        modifiers.check();
        return modifiers;
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(TEXT);
        known.addAll(COMPARISONS);
        known.addAll(REGEX_FLAGS.keySet());
        known.addAll(Set.of("all", "neq", "exists", "re", "cidr"));
        return known;
    }

    private static Kind kind(List<String> names) {
        if (names.contains("exists")) {
            return Kind.EXISTS;
        }
        if (names.contains("re")) {
            return Kind.REGEX;
        }
        if (names.contains("cidr")) {
            return Kind.NETWORK;
        }
        return names.stream().anyMatch(COMPARISONS::contains) ? Kind.COMPARISON : Kind.TEXT;
    }

    private void check() throws Fault {
        if ((kind == Kind.REGEX || kind == Kind.NETWORK || kind == Kind.EXISTS)
                && !Set.of("re", "cidr", "exists").contains(names.getFirst())) {
            throw new Fault("'" + kindName() + "' must be the first modifier");
        }
        Set<String> allowed = switch (kind) {
            case TEXT -> TEXT;
            case EXISTS -> Set.of("exists");
            case REGEX -> Set.of("re", "i", "m", "s");
            case NETWORK -> Set.of("cidr");
            case COMPARISON -> COMPARISONS;
        };
        for (String name : names) {
            boolean general = kind != Kind.EXISTS && (name.equals("all") || name.equals("neq"));
            if (!general && !allowed.contains(name)) {
                throw new Fault("modifier '" + name + "' does not go with '" + kindName() + "'");
            }
        }
        if (names.stream().filter(PLACES::contains).count() > 1) {
            throw new Fault("only one of contains, startswith, endswith");
        }
        if (names.stream().filter(COMPARISONS::contains).count() > 1) {
            throw new Fault("only one of lt, lte, gt, gte; a range is two items");
        }
        for (int i = 0; i < names.size(); i++) {
            boolean encoded = i + 1 < names.size() && ENCODERS.contains(names.get(i + 1));
            if (CHARSETS.contains(names.get(i)) && !encoded) {
                throw new Fault("'" + names.get(i) + "' is only supported right before base64 or base64offset");
            }
        }
    }

    private String kindName() {
        return switch (kind) {
            case TEXT -> "text";
            case EXISTS -> "exists";
            case REGEX -> "re";
            case NETWORK -> "cidr";
            case COMPARISON ->
                names.stream().filter(COMPARISONS::contains).findFirst().orElse("");
        };
    }

    boolean has(String name) {
        return names.contains(name);
    }

    boolean isCaseSensitive() {
        return has("cased");
    }

    /** Whether a plain value of a keyword search still has to be found anywhere in the text. */
    boolean placesText() {
        return names.stream().anyMatch(PLACES::contains);
    }

    int regexFlags() {
        return names.stream()
                .mapToInt(name -> REGEX_FLAGS.getOrDefault(name, 0))
                .sum();
    }

    CompareTest.Operator operator() {
        String name = names.stream().filter(COMPARISONS::contains).findFirst().orElseThrow();
        return CompareTest.Operator.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The strings that a value stands for, once each text modifier has been applied in its order. */
    List<SigmaString> applyTo(SigmaString value) throws Fault {
        List<SigmaString> strings = List.of(value);
        SigmaString.Encoding encoding = SigmaString.Encoding.UTF8;
        for (String name : names) {
            if (ENCODERS.contains(name) && strings.stream().anyMatch(string -> !string.isPlain())) {
                throw new Fault("wildcards can't be encoded");
            }
            if (CHARSETS.contains(name)) {
                encoding = SigmaString.Encoding.valueOf(name.toUpperCase(Locale.ROOT));
            }
            SigmaString.Encoding charset = encoding;
            strings = strings.stream()
                    .flatMap(string -> apply(name, string, charset).stream())
                    .toList();
        }
        return strings;
    }

    private static List<SigmaString> apply(String name, SigmaString string, SigmaString.Encoding encoding) {
        return switch (name) {
            case "contains" -> List.of(string.contains());
            case "startswith" -> List.of(string.startsWith());
            case "endswith" -> List.of(string.endsWith());
            case "windash" -> List.of(string.windash());
            case "base64" -> List.of(string.base64(encoding));
            case "base64offset" -> string.base64Offsets(encoding);
            default -> List.of(string);
        };
    }
}
