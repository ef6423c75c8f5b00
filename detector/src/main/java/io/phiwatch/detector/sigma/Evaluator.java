package io.phiwatch.detector.sigma;

/** A compiled condition. Answers that cost something are remembered for as long as one event is current. */
sealed interface Evaluator<E> {
    boolean isTrue(E event, long epoch);

    /** How dear an answer is, in units of a glance at a table; parts of a condition are asked in that order. */
    int cost();

    /** All parts. */
    record All<E>(Evaluator<E>[] parts, int cost) implements Evaluator<E> {
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
    record Any<E>(Evaluator<E>[] parts, int cost) implements Evaluator<E> {
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

        @Override
        public int cost() {
            return part.cost();
        }
    }

    /** Two fields of the event, compared. */
    record FieldPair<E>(Column<E> left, Column<E> right, Condition.FieldRef test) implements Evaluator<E> {
        @Override
        public boolean isTrue(E event, long epoch) {
            return test.holds(left.value(event, epoch), right.value(event, epoch));
        }

        @Override
        public int cost() {
            return Compiler.PAIR;
        }
    }

    /** At least one of some literals, all of which one search of the column finds. */
    record Holds<E>(Column<E> column, int[] literals, int cost) implements Evaluator<E> {
        @Override
        public boolean isTrue(E event, long epoch) {
            for (int literal : literals) {
                if (column.holds(literal, event, epoch)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A test of one column, done at most once for an event, however many rules share it. */
    final class Tested<E> implements Evaluator<E> {
        private final Column<E> column;
        private final ValueTest test;
        private final int cost;
        private long answeredAt;
        private boolean answer;

        Tested(Column<E> column, ValueTest test, int cost) {
            this.column = column;
            this.test = test;
            this.cost = cost;
        }

        @Override
        public boolean isTrue(E event, long epoch) {
            if (answeredAt != epoch) {
                answer = column.passes(test, event, epoch);
                answeredAt = epoch;
            }
            return answer;
        }

        @Override
        public int cost() {
            return cost;
        }
    }
}
