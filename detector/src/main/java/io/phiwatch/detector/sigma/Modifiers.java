package io.phiwatch.detector.sigma;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    private static final Set<String> GENERAL = Set.of("all", "neq");
    private static final Set<String> FIRST = Set.of("re", "cidr", "exists");
    private static final Set<String> COMPARISONS = Set.of("lt", "lte", "gt", "gte");
    private static final Map<String, Integer> REGEX_FLAGS =
            Map.of("i", Pattern.CASE_INSENSITIVE, "m", Pattern.MULTILINE, "s", Pattern.DOTALL);
    private static final Map<String, String> ALIASES =
            Map.of("wide", "utf16le", "ignorecase", "i", "multiline", "m", "dotall", "s");
    private static final Set<String> TIME_PARTS = Set.of("minute", "hour", "day", "week", "month", "year");

    private static final Set<String> KNOWN = known();

    /** What values are compared as. */
    enum Kind {
        TEXT,
        EXISTS,
        REGEX,
        NETWORK,
        COMPARISON,
        TIME,
        REFERENCE;

        /** The modifiers that go with it, besides those that go with any. */
        Set<String> modifiers() {
            return switch (this) {
                case TEXT ->
                    Set.of(
                            "contains",
                            "startswith",
                            "endswith",
                            "cased",
                            "windash",
                            "base64",
                            "base64offset",
                            "utf16le",
                            "utf16be",
                            "utf16",
                            "expand");
                case EXISTS -> Set.of("exists");
                case REGEX -> Set.of("re", "i", "m", "s", "contains", "startswith", "endswith", "expand");
                case NETWORK -> Set.of("cidr");
                case COMPARISON -> COMPARISONS;
                case TIME -> Set.of("minute", "hour", "day", "week", "month", "year", "lt", "lte", "gt", "gte");
                case REFERENCE -> Set.of("fieldref", "contains", "startswith", "endswith", "cased");
            };
        }
    }

    static Modifiers parse(List<String> written) throws Fault {
        List<String> names = new ArrayList<>();
        for (String name : written) {
            String resolved = ALIASES.getOrDefault(name, name);
            if (!KNOWN.contains(resolved)) {
                throw new Fault("unknown modifier '" + name + "'" + Reporter.didYouMean(name, KNOWN));
            }
            if (names.contains(resolved)) {
                throw new Fault("modifier '" + name + "' appears twice");
            }
            names.add(resolved);
        }
        Modifiers modifiers = new Modifiers(kind(names), List.copyOf(names));
        modifiers.checkKind();
        modifiers.checkText();
        return modifiers;
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(GENERAL);
        for (Kind kind : Kind.values()) {
            known.addAll(kind.modifiers());
        }
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
        if (names.contains("fieldref")) {
            return Kind.REFERENCE;
        }
        if (names.stream().anyMatch(TIME_PARTS::contains)) {
            return Kind.TIME;
        }
        return names.stream().anyMatch(COMPARISONS::contains) ? Kind.COMPARISON : Kind.TEXT;
    }

    private void checkKind() throws Fault {
        if ((kind == Kind.REGEX || kind == Kind.NETWORK || kind == Kind.EXISTS) && !FIRST.contains(names.getFirst())) {
            throw new Fault("'" + kindName() + "' must be the first modifier");
        }
        for (String name : names) {
            boolean general = kind != Kind.EXISTS && GENERAL.contains(name);
            if (!general && !kind.modifiers().contains(name)) {
                throw new Fault("modifier '" + name + "' does not go with '" + kindName() + "'");
            }
        }
        atMostOne(PLACES, "only one of contains, startswith, endswith");
        atMostOne(COMPARISONS, "only one of lt, lte, gt, gte; a range is two items");
        atMostOne(TIME_PARTS, "only one part of a time; two parts are two items");
    }

    private void atMostOne(Set<String> of, String reason) throws Fault {
        if (names.stream().filter(of::contains).count() > 1) {
            throw new Fault(reason);
        }
    }

    private void checkText() throws Fault {
        boolean isEncoded = false;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean encodedNext = i + 1 < names.size() && ENCODERS.contains(names.get(i + 1));
            if (CHARSETS.contains(name) && !encodedNext) {
                throw new Fault("'" + name + "' is only supported right before base64 or base64offset");
            }
            if (isEncoded && (name.equals("expand") || name.equals("windash"))) {
                throw new Fault("'" + name + "' must stand before the encoding");
            }
            isEncoded |= ENCODERS.contains(name);
        }
    }

    private String kindName() {
        return switch (kind) {
            case TEXT -> "text";
            case EXISTS -> "exists";
            case REGEX -> "re";
            case NETWORK -> "cidr";
            case REFERENCE -> "fieldref";
            case TIME -> first(TIME_PARTS).orElse("");
            case COMPARISON -> first(COMPARISONS).orElse("");
        };
    }

    private Optional<String> first(Set<String> of) {
        return names.stream().filter(of::contains).findFirst();
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

    /** How numbers are compared; as equal where no modifier says otherwise. */
    CompareTest.Operator operator() {
        return first(COMPARISONS)
                .map(name -> CompareTest.Operator.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(CompareTest.Operator.EQ);
    }

    TimePartTest.Part timePart() {
        return TimePartTest.Part.valueOf(first(TIME_PARTS).orElseThrow().toUpperCase(Locale.ROOT));
    }

    Condition.Place place() {
        return switch (first(PLACES).orElse("")) {
            case "startswith" -> Condition.Place.START;
            case "endswith" -> Condition.Place.END;
            case "contains" -> Condition.Place.ANYWHERE;
            default -> Condition.Place.WHOLE;
        };
    }

    /** The strings that a value stands for, once each text modifier has been applied in its order. */
    List<SigmaString> applyTo(SigmaString value) throws Fault {
        List<SigmaString> strings = List.of(value);
        SigmaString.Encoding encoding = SigmaString.Encoding.UTF8;
        for (String name : names) {
            if (CHARSETS.contains(name)) {
                encoding = SigmaString.Encoding.valueOf(name.toUpperCase(Locale.ROOT));
            }
            List<SigmaString> applied = new ArrayList<>();
            for (SigmaString string : strings) {
                applied.addAll(ENCODERS.contains(name) ? encode(name, string, encoding) : List.of(apply(name, string)));
            }
            strings = applied;
        }
        return strings;
    }

    private static List<SigmaString> encode(String name, SigmaString string, SigmaString.Encoding encoding)
            throws Fault {
        List<SigmaString> encoded = new ArrayList<>();
        for (SigmaString dashed : string.dashes()) {
            if (!dashed.isPlain()) {
                throw new Fault("wildcards can't be encoded");
            }
            encoded.addAll(name.equals("base64") ? List.of(dashed.base64(encoding)) : dashed.base64Offsets(encoding));
        }
        return encoded;
    }

    private static SigmaString apply(String name, SigmaString string) {
        return switch (name) {
            case "contains" -> string.contains();
            case "startswith" -> string.startsWith();
            case "endswith" -> string.endsWith();
            case "windash" -> string.windash();
            default -> string;
        };
    }
}
