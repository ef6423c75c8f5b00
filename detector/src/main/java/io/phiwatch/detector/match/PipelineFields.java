package io.phiwatch.detector.match;

import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.MapFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields of events that a {@link Pipeline} describes, by the names that rules use. Blanks in a name do not count, as the
 * Sigma specification has it; what the pipeline knows nothing of is looked for in the event as it is. Immutable.
 */
final class PipelineFields implements Fields<Map<String, Object>> {
    private static final String ANY_KEY = "*";

    private final MapFields plain = new MapFields();
    private final List<List<String>> lookup;
    private final Map<String, String> fields;
    private final Map<String, String> aliases;
    private final @Nullable String text;

    /**
     * Fields of events of some sources.
     *
     * @param aliases what those sources call fields that rules name
     */
    PipelineFields(Pipeline.Layout layout, Map<String, String> aliases) {
        this.lookup =
                layout.lookup().stream().map(path -> List.of(path.split("\\."))).toList();
        this.fields = layout.fields();
        this.text = layout.text();
        this.aliases = Map.copyOf(aliases);
    }

    /** Fields of events that are of no known shape. */
    static PipelineFields ofAnyEvent() {
        return new PipelineFields(new Pipeline.Layout(List.of(), Map.of(), null), Map.of());
    }

    @Override
    public Accessor<Map<String, Object>> accessor(String name) {
        String compact = name.replace(" ", "");
        List<Accessor<Map<String, Object>>> places = new ArrayList<>();
        String elsewhere = fields.get(compact);
        if (elsewhere != null) {
            places.add(plain.accessor(elsewhere));
        }
        addLookups(compact, places);
        String alias = aliases.get(compact);
        if (alias != null) {
            addLookups(alias, places);
        }
        places.add(plain.accessor(name));
        if (!compact.equals(name)) {
            places.add(plain.accessor(compact));
        }
        return places.size() == 1 && text == null ? places.getFirst() : event -> first(places, event);
    }

    private void addLookups(String name, List<Accessor<Map<String, Object>>> places) {
        Accessor<Map<String, Object>> inHolder = plain.accessor(name);
        for (List<String> path : lookup) {
            places.add(event -> below(event, path, inHolder));
        }
    }

    private @Nullable Object first(List<Accessor<Map<String, Object>>> places, Map<String, Object> event) {
        for (int i = 0; i < places.size(); i++) {
            Object value = unwrap(places.get(i).get(event));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private @Nullable Object unwrap(@Nullable Object value) {
        return text != null && value instanceof Map<?, ?> map ? map.get(text) : value;
    }

    private static @Nullable Object below(
            Map<String, Object> holder, List<String> path, Accessor<Map<String, Object>> field) {
        if (path.isEmpty()) {
            return field.get(holder);
        }
        List<String> rest = path.subList(1, path.size());
        if (!path.getFirst().equals(ANY_KEY)) {
            Map<String, Object> child = object(holder.get(path.getFirst()));
            return child == null ? null : below(child, rest, field);
        }
        for (Object member : holder.values()) {
            Map<String, Object> child = object(member);
            Object value = child == null ? null : below(child, rest, field);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are texts
    private static @Nullable Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }

    @Override
    public Iterable<Object> values(Map<String, Object> event) {
        return plain.values(event);
    }
}
