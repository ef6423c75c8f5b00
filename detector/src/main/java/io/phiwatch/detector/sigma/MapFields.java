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
    /**
     * A dotted name, taken apart once.
     *
     * @param splits ways to read it as the name of a parent and a name below
     */
    private record Name(String whole, List<Split> splits) {
        static Name of(String path) {
            List<String> parts = List.of(path.split("\\.", -1));
            Name[] fromPart = new Name[parts.size()];
            for (int from = parts.size() - 1; from >= 0; from--) {
                List<Split> splits = new ArrayList<>();
                for (int to = from + 1; to < parts.size() && !parts.get(from).isEmpty(); to++) {
                    splits.add(new Split(String.join(".", parts.subList(from, to)), fromPart[to]));
                }
                fromPart[from] = new Name(String.join(".", parts.subList(from, parts.size())), splits);
            }
            return fromPart[0];
        }
    }

    private record Split(String parent, Name below) {}

    @Override
    public Accessor<Map<String, Object>> accessor(String name) {
        Name known = Name.of(name);
        return event -> find(event, known);
    }

    private static @Nullable Object find(Map<?, ?> map, Name name) {
        Object direct = map.get(name.whole);
        if (direct != null) {
            return direct;
        }
        for (int i = 0; i < name.splits.size(); i++) {
            Split split = name.splits.get(i);
            Object value = below(map.get(split.parent), split.below);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Object below(@Nullable Object parent, Name name) {
        if (parent instanceof Map<?, ?> map) {
            return find(map, name);
        }
        if (!(parent instanceof Collection<?> items)) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (Object item : items) {
            Object value = below(item, name);
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
