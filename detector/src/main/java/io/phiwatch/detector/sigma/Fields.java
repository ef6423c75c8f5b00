package io.phiwatch.detector.sigma;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How rules read events of type {@code E}: names are resolved once, when rules are compiled.
 *
 * @param <E> type of the events
 */
public interface Fields<E> {
    /**
     * Accessor of the field of that name; one that always answers null where events have no such field.
     *
     * @param name dotted name as rules write it, such as {@code actor.id} or {@code attributes.parameter}
     */
    Accessor<E> accessor(String name);

    /** Values of all fields, for keyword searches. */
    Iterable<Object> values(E event);

    /** Passes each of those values to the sink. Worth writing where it saves making a list of them. */
    default void forEachValue(E event, Consumer<Object> sink) {
        values(event).forEach(sink);
    }

    /** Reads one field: a String, Number, Boolean, Instant, enum, or a Collection of these; null where it is absent. */
    interface Accessor<E> {
        @Nullable
        Object get(E event);
    }
}
