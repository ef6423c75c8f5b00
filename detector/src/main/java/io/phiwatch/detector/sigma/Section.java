package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map of a rule document that is read key by key; what does not fit is reported with its place. */
record Section(Yaml.Mapping map, String path, Reporter reporter) {
    String pathOf(String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    void reject(String key, String reason) {
        Yaml.Entry entry = map.entry(key);
        reporter.reject(entry == null ? map.line() : entry.line(), pathOf(key), reason);
    }

    void allowOnly(Collection<String> known) {
        for (Yaml.Entry entry : map.entries()) {
            if (!known.contains(entry.key())) {
                reporter.rejectUnknown(entry.line(), pathOf(entry.key()), entry.key(), known);
            }
        }
    }

    boolean has(String key) {
        return map.entry(key) != null;
    }

    /** The text of that key, or null; a number or a date counts as text. */
    @Nullable
    String text(String key) {
        Yaml value = map.value(key);
        if (value == null || isNull(value)) {
            return null;
        }
        if (value instanceof Yaml.Scalar scalar) {
            return scalar.text();
        }
        reject(key, "must be text");
        return null;
    }

    /** The text of that key, or null; a number, true or false is no text. */
    @Nullable
    String plainText(String key) {
        Yaml value = map.value(key);
        if (value == null || isNull(value)) {
            return null;
        }
        if (value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.STRING) {
            return scalar.text();
        }
        reject(key, "must be text");
        return null;
    }

    /** The texts of that key, which must be a list without repetition; empty where it is missing. */
    List<String> list(String key) {
        Yaml value = map.value(key);
        if (value == null || isNull(value)) {
            return List.of();
        }
        if (!(value instanceof Yaml.Sequence sequence)) {
            reject(key, "must be a list");
            return List.of();
        }
        List<String> texts = texts(key);
        if (new HashSet<>(texts).size() < sequence.items().size()
                && texts.size() == sequence.items().size()) {
            reject(key, "says something twice");
        }
        return texts;
    }

    /** The text of that key; reported and empty where it is missing. */
    String required(String key) {
        String text = text(key);
        if (text == null || text.isBlank()) {
            if (!(map.value(key) instanceof Yaml.Sequence) && !(map.value(key) instanceof Yaml.Mapping)) {
                reject(key, "required");
            }
            return "";
        }
        return text;
    }

    /** The texts of that key: a list, or one text for a list of one; empty where it is missing. */
    List<String> texts(String key) {
        Yaml value = map.value(key);
        if (value == null || isNull(value)) {
            return List.of();
        }
        List<Yaml> items = value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value);
        List<String> texts = new ArrayList<>();
        for (Yaml item : items) {
            if (item instanceof Yaml.Scalar scalar && !isNull(item)) {
                texts.add(scalar.text());
            } else {
                reporter.reject(item.line(), pathOf(key), "must be a text or a list of texts");
            }
        }
        return texts;
    }

    /** True or false of that key; null where it is missing. */
    @Nullable
    Boolean flag(String key) {
        Yaml value = map.value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.BOOLEAN) {
            return Boolean.valueOf(scalar.text());
        }
        reject(key, "must be true or false");
        return null;
    }

    /** The map of that key; null where it is missing. */
    @Nullable
    Section section(String key) {
        Yaml value = map.value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Yaml.Mapping mapping) {
            return new Section(mapping, pathOf(key), reporter);
        }
        reject(key, "must be a map");
        return null;
    }

    private static boolean isNull(Yaml value) {
        return value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.NULL;
    }
}
