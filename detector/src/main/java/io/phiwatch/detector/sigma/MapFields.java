package io.phiwatch.detector.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        forEachLeaf(event, leaves::add);
        return leaves;
    }

    @Override
    public void forEachValue(Map<String, Object> event, Consumer<Object> sink) {
        forEachLeaf(event, sink);
    }

    private static void forEachLeaf(@Nullable Object value, Consumer<Object> sink) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> forEachIn(map.values(), sink);
            case Collection<?> items -> forEachIn(items, sink);
            default -> sink.accept(value);
        }
    }

    private static void forEachIn(Collection<?> items, Consumer<Object> sink) {
        for (Object item : items) {
            forEachLeaf(item, sink);
        }
    }
}
