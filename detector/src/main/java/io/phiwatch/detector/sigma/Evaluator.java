package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.Fields.Accessor;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A compiled condition. Items remember their answer, and columns their value, for as long as one event is current. */
sealed interface Evaluator<E> {
    boolean isTrue(E event, long epoch);

    /** All parts. */
    record All<E>(Evaluator<E>[] parts) implements Evaluator<E> {
        @Override
        public boolean isTrue(E event, long epoch) {
            for (Evaluator<E> part : parts) {
                if (!part.isTrue(event, epoch)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one part. */
    record Any<E>(Evaluator<E>[] parts) implements Evaluator<E> {
        @Override
        public boolean isTrue(E event, long epoch) {
            for (Evaluator<E> part : parts) {
                if (part.isTrue(event, epoch)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Not the part. */
    record Inverse<E>(Evaluator<E> part) implements Evaluator<E> {
        @Override
        public boolean isTrue(E event, long epoch) {
            return !part.isTrue(event, epoch);
        }
    }

    /** One field of the current event, read at most once. */
    final class Column<E> {
        private final Accessor<E> accessor;
        private long readAt;
        private @Nullable Object value;

        Column(Accessor<E> accessor) {
            this.accessor = accessor;
        }

        @Nullable
        Object value(E event, long epoch) {
            if (readAt != epoch) {
                value = accessor.get(event);
                readAt = epoch;
            }
            return value;
        }
    }

    /** A test of one field, done at most once for an event, however many rules share it. */
    final class FieldTest<E> implements Evaluator<E> {
        private final Column<E> column;
        private final ValueTest test;
        private long answeredAt;
        private boolean answer;

        FieldTest(Column<E> column, ValueTest test) {
            this.column = column;
            this.test = test;
        }

        @Override
        public boolean isTrue(E event, long epoch) {
            if (answeredAt != epoch) {
                Object value = column.value(event, epoch);
                answer = value instanceof Collection<?> values ? passesAny(values) : test.test(value);
                answeredAt = epoch;
            }
            return answer;
        }

        private boolean passesAny(Collection<?> values) {
            boolean empty = true;
            for (Object value : values) {
                if (value != null) {
                    empty = false;
                    if (test.test(value)) {
                        return true;
                    }
                }
            }
            // a list of nothing is a field that is not there
            return empty && test.test(null);
        }
    }

    /** Two fields of the event, compared. */
    record FieldPair<E>(Column<E> left, Column<E> right, Condition.FieldRef test) implements Evaluator<E> {
        @Override
        public boolean isTrue(E event, long epoch) {
            return test.holds(left.value(event, epoch), right.value(event, epoch));
        }
    }

    /** A test of every value of the event, done at most once for an event. */
    final class Search<E> implements Evaluator<E> {
        private final Fields<E> fields;
        private final ValueTest test;
        private long answeredAt;
        private boolean answer;

        Search(Fields<E> fields, ValueTest test) {
            this.fields = fields;
            this.test = test;
        }

        @Override
        public boolean isTrue(E event, long epoch) {
            if (answeredAt != epoch) {
                answer = passesAny(fields.values(event));
                answeredAt = epoch;
            }
            return answer;
        }

        private boolean passesAny(Iterable<?> values) {
            for (Object value : values) {
                boolean passes = value instanceof Collection<?> many ? passesAny(many) : test.test(value);
                if (passes) {
                    return true;
                }
            }
            return false;
        }
    }
}
