package io.phiwatch.detector.sigma;

import java.util.List;

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
}
