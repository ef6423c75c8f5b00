package io.phiwatch.detector.event;

import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.context.Context;
import io.phiwatch.detector.context.ContextFields;
import io.phiwatch.detector.sigma.FieldCatalogue;
import io.phiwatch.detector.sigma.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names that rules may use for what is in an {@link EnrichedEvent}: the {@code field} property of each field of the event
 * schema, {@code attributes.NAME}, {@code behavior.login.NAME} and {@code context.NAME}. Immutable.
 */
public final class EventFields implements Fields<EnrichedEvent> {
    private static final String ATTRIBUTES = "attributes.";
    private static final String LOGIN = "behavior.login.";

    private static final Map<String, Function<LoginFacts, @Nullable Object>> LOGIN_FIELDS = Map.of(
            "count", LoginFacts::count,
            "speed_kmh", LoginFacts::speedKmh,
            "distance_km", LoginFacts::distanceKm,
            "new_country", LoginFacts::isNewCountry,
            "new_border", LoginFacts::isNewBorder,
            "new_device", LoginFacts::isNewDevice,
            "previous_network", LoginFacts::previousNetwork);

    private final Map<String, Integer> positions;

    public EventFields() {
        Map<String, Integer> byName = new HashMap<>();
        FieldCatalogue.ofSchema().forEach((name, field) -> byName.put(name, field.pos()));
        this.positions = Map.copyOf(byName);
    }

    /** Every name but those of attributes, which each adapter adds. */
    public Set<String> names() {
        List<String> names = new ArrayList<>(positions.keySet());
        LOGIN_FIELDS.keySet().forEach(name -> names.add(LOGIN + name));
        ContextFields.ALL.keySet().forEach(name -> names.add(ContextFields.PREFIX + name));
        return Set.copyOf(names);
    }

    @Override
    public Accessor<EnrichedEvent> accessor(String name) {
        Integer position = positions.get(name);
        if (position != null) {
            int known = position;
            return event -> event.access().get(known);
        }
        if (name.startsWith(ATTRIBUTES)) {
            String attribute = name.substring(ATTRIBUTES.length());
            return event -> event.access().getAttributes().get(attribute);
        }
        Function<Context, @Nullable Object> ofContext = name.startsWith(ContextFields.PREFIX)
                ? ContextFields.ALL.get(name.substring(ContextFields.PREFIX.length()))
                : null;
        if (ofContext != null) {
            return event -> ofNullable(event.context(), ofContext);
        }
        Function<LoginFacts, @Nullable Object> ofLogin =
                name.startsWith(LOGIN) ? LOGIN_FIELDS.get(name.substring(LOGIN.length())) : null;
        return ofLogin == null ? event -> null : event -> ofNullable(event.login(), ofLogin);
    }

    private static <T> @Nullable Object ofNullable(@Nullable T added, Function<T, @Nullable Object> field) {
        return added == null ? null : field.apply(added);
    }

    @Override
    public Iterable<Object> values(EnrichedEvent event) {
        List<Object> values = new ArrayList<>();
        forEachValue(event, values::add);
        return values;
    }

    @Override
    public void forEachValue(EnrichedEvent event, Consumer<Object> sink) {
        for (int position : positions.values()) {
            switch (event.access().get(position)) {
                case null -> {
                    // absent: nothing to search
                }
                case Collection<?> many -> many.forEach(sink);
                case Map<?, ?> attributes -> attributes.values().forEach(sink);
                case Object one -> sink.accept(one);
            }
        }
    }
}
