package io.phiwatch.detector.sigma.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node of a YAML document. Immutable; aliases are expanded. */
public sealed interface Yaml {
    /** Line in the file, from 1. */
    int line();

    /** The node without lines: String, Long, BigDecimal, Boolean, null, List, or Map with sorted keys. */
    @Nullable
    Object plain();

    /** What a scalar stands for. */
    enum Kind {
        STRING,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        NULL
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes; for numbers in plain decimal notation, for booleans true or false
     */
    record Scalar(int line, Kind kind, String text) implements Yaml {
        public boolean isNumber() {
            return kind == Kind.INTEGER || kind == Kind.DECIMAL;
        }

        @Override
        public @Nullable Object plain() {
            return switch (kind) {
                case STRING -> text;
                case INTEGER, DECIMAL -> new BigDecimal(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case NULL -> null;
            };
        }
    }

    /** A list. */
    record Sequence(int line, List<Yaml> items) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Object plain() {
            List<@Nullable Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /** A map, in the order written; its keys are unique. */
    record Mapping(int line, List<Entry> entries) implements Yaml {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public @Nullable Entry entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
            return null;
        }

        public @Nullable Yaml value(String key) {
            Entry entry = entry(key);
            return entry == null ? null : entry.value();
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> plain = new TreeMap<>();
            entries.forEach(entry -> plain.put(entry.key(), entry.value().plain()));
            return plain;
        }

        /** The entries by key, in the order written. */
        public Map<String, Yaml> asMap() {
            Map<String, Yaml> map = new LinkedHashMap<>();
            entries.forEach(entry -> map.put(entry.key(), entry.value()));
            return map;
        }
    }

    /** One entry of a map; the line is the key's. */
    record Entry(int line, String key, Yaml value) {}
}
