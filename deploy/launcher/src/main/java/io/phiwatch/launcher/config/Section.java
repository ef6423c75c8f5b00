package io.phiwatch.launcher.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A map in the configuration tree, read key by key. Faults are collected, not thrown, so that all are reported at once;
 * keys that nobody asked for are faults too. Not thread-safe.
 */
final class Section {
    private final String path;
    private final JsonNode node;
    private final List<String> faults;
    private final Set<String> known = new HashSet<>();

    private Section(String path, JsonNode node, List<String> faults) {
        this.path = path;
        this.node = node;
        this.faults = faults;
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            faults.add(path + ": must be a map");
        }
    }

    /** The root of a tree; faults are added to the list. */
    static Section root(JsonNode tree, List<String> faults) {
        return new Section("", tree, faults);
    }

    /** Whether something stands there. */
    boolean has(String key) {
        JsonNode value = child(key);
        return !value.isMissingNode() && !value.isNull();
    }

    /** Whether a list stands there. */
    boolean isList(String key) {
        return child(key).isArray();
    }

    Section section(String key) {
        return new Section(pathOf(key), child(key), faults);
    }

    /** The section where it is written; empty else. */
    Optional<Section> optionalSection(String key) {
        JsonNode map = child(key);
        return map.isMissingNode() || map.isNull() ? Optional.empty() : Optional.of(section(key));
    }

    List<Section> sections(String key) {
        JsonNode list = child(key);
        if (!list.isArray()) {
            if (!list.isMissingNode() && !list.isNull()) {
                fault(key, "must be a list");
            }
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            sections.add(new Section(pathOf(key) + '[' + i + ']', list.get(i), faults));
        }
        return sections;
    }

    String text(String key, String otherwise) {
        return optional(key).orElse(otherwise);
    }

    String required(String key) {
        return optional(key).orElseGet(() -> {
            fault(key, "is required");
            return "";
        });
    }

    Optional<String> optional(String key) {
        JsonNode value = child(key);
        if (value.isContainerNode()) {
            fault(key, "must be a single value");
            return Optional.empty();
        }
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    int integer(String key, int otherwise, int least, int most) {
        return parsed(
                key,
                otherwise,
                text -> {
                    int number = Integer.parseInt(text);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException();
                    }
                    return number;
                },
                "must be a whole number from " + least + " to " + most);
    }

    boolean truth(String key, boolean otherwise) {
        return parsed(
                key,
                otherwise,
                text -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException();
                    }
                    return text.equals("true");
                },
                "must be true or false");
    }

    Duration duration(String key, Duration otherwise) {
        return parsed(key, otherwise, Units::duration, "must be a duration such as 90s, 10m, 4h or 30d");
    }

    int sizeBytes(String key, int otherwise) {
        return parsed(key, otherwise, Units::sizeBytes, "must be a size such as 64KiB or 8MiB");
    }

    <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
        return parsed(
                key,
                otherwise,
                text -> Enum.valueOf(type, text),
                "must be one of "
                        + Stream.of(type.getEnumConstants()).map(Enum::name).toList());
    }

    /** Values of an enum. */
    <E extends Enum<E>> Set<E> choices(String key, Class<E> type, Set<E> otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        Set<E> chosen = EnumSet.noneOf(type);
        for (String text : texts(key)) {
            try {
                chosen.add(Enum.valueOf(type, text));
            } catch (IllegalArgumentException e) {
                fault(
                        key,
                        "must be of "
                                + Stream.of(type.getEnumConstants())
                                        .map(Enum::name)
                                        .toList());
            }
        }
        return chosen;
    }

    /** What a maker makes, whose message names the key at fault where it refuses; then the fault is noted. */
    <T> Optional<T> made(Supplier<? extends T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "");
            int colon = message.indexOf(": ");
            // Only our own messages say which key; others may quote a secret.
            boolean isOurs = colon > 0 && message.substring(0, colon).matches("[a-z_]+");
            fault(isOurs ? message.substring(0, colon) : "url", isOurs ? message.substring(colon + 2) : "is not valid");
            return Optional.empty();
        }
    }

    List<String> texts(String key) {
        JsonNode list = child(key);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            fault(key, "must be a list");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** Lists of texts by free key. */
    Map<String, List<String>> textLists(String key) {
        Section section = section(key);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        section.node.fieldNames().forEachRemaining(name -> lists.put(name, section.texts(name)));
        return lists;
    }

    /** Everything below this section but the keys already asked for, as dotted names. */
    Map<String, String> passthrough() {
        Map<String, String> flat = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (known.add(entry.getKey())) {
                flatten(entry.getKey(), entry.getValue(), flat);
            }
        });
        return flat;
    }

    /** Reports the keys that nobody asked for. */
    void rejectUnknown() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String closest = closest(name);
                faults.add(
                        pathOf(name) + ": unknown key" + (closest.isEmpty() ? "" : ", did you mean " + closest + "?"));
            }
        });
    }

    void fault(String key, String what) {
        faults.add(pathOf(key) + ": " + what);
    }

    private <T> T parsed(String key, T otherwise, Function<String, T> parser, String demand) {
        Optional<String> text = optional(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text.get().strip());
        } catch (IllegalArgumentException e) {
            fault(key, demand);
            return otherwise;
        }
    }

    private JsonNode child(String key) {
        known.add(key);
        JsonNode value = node.get(key);
        return value == null ? MissingNode.getInstance() : value;
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    private static void flatten(String name, JsonNode value, Map<String, String> flat) {
        if (value.isObject()) {
            value.properties().forEach(entry -> flatten(name + '.' + entry.getKey(), entry.getValue(), flat));
        } else {
            flat.put(name, value.asText());
        }
    }

    private String closest(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(key -> distance(wanted, key) <= 2)
                .min((a, b) -> distance(wanted, a) - distance(wanted, b))
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
