package io.phiwatch.detector.sigma;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition tree over the fields of one event. */
public sealed interface Condition {
    /** True where every part is. */
    static Condition allOf(List<Condition> parts) {
        return parts.size() == 1 ? parts.getFirst() : new And(parts);
    }

    /** True where one part is. */
    static Condition anyOf(List<Condition> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Or(parts);
    }

    /** True where every part is. */
    record And(List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** True where one part is. */
    record Or(List<Condition> parts) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** True where the part is not. */
    record Not(Condition part) implements Condition {}

    /** True where the field's value, or one of its values, passes the test. */
    record Item(String field, ValueTest test) implements Condition {}

    /** True where any value of the event passes the test. */
    record Keyword(ValueTest test) implements Condition {}

    /** True where a value of the field stands to a value of another field of the same event as the place says. */
    record FieldRef(String field, Place place, String other, boolean cased) implements Condition {
        /** Whether a value of the one, or one of its values, passes with one of the other; null is a missing field. */
        public boolean holds(@Nullable Object value, @Nullable Object others) {
            if (value instanceof Collection<?> values) {
                return values.stream().anyMatch(one -> holds(one, others));
            }
            if (others instanceof Collection<?> many) {
                return many.stream().anyMatch(one -> holds(value, one));
            }
            String text = EventValue.text(value);
            String part = EventValue.text(others);
            if (text == null || part == null) {
                return false;
            }
            return cased ? place.holds(text, part) : place.holds(EventValue.fold(text), EventValue.fold(part));
        }
    }

    /** Where in a text another is looked for. */
    enum Place {
        WHOLE,
        START,
        END,
        ANYWHERE;

        boolean holds(String text, String part) {
            return switch (this) {
                case WHOLE -> text.equals(part);
                case START -> text.startsWith(part);
                case END -> text.endsWith(part);
                case ANYWHERE -> text.contains(part);
            };
        }
    }
}
