package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields of events that are maps, such as parsed JSON: flat dotted keys, nested maps by dotted path, and mixtures. A
 * list of maps on the way gives the values of all of them.
 */
public final class MapFields implements Fields<Map<String, Object>> {
    @Override
    public Accessor<Map<String, Object>> accessor(String name) {
        return event -> find(event, name);
    }

    private static @Nullable Object find(Map<?, ?> map, String path) {
        Object direct = map.get(path);
        if (direct != null) {
            return direct;
        }
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            Object value = below(map.get(path.substring(0, dot)), path.substring(dot + 1));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Object below(@Nullable Object parent, String path) {
        if (parent instanceof Map<?, ?> map) {
            return find(map, path);
        }
        if (!(parent instanceof Collection<?> items)) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (Object item : items) {
            Object value = below(item, path);
            if (value instanceof Collection<?> many) {
                values.addAll(many);
            } else if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? null : values;
    }

    @Override
    public Iterable<Object> values(Map<String, Object> event) {
        List<Object> leaves = new ArrayList<>();
        collect(event, leaves);
        return leaves;
    }

    private static void collect(@Nullable Object value, List<Object> leaves) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.values().forEach(child -> collect(child, leaves));
            case Collection<?> items -> items.forEach(item -> collect(item, leaves));
            default -> leaves.add(value);
        }
    }
}
