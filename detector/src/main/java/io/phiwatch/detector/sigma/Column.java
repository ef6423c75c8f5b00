package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.Fields.Accessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One field of the current event, read at most once, and searched at most once for all the literals that rules name.
 * Events are told apart by their epoch. Literals are registered first; the first search closes the list.
 */
final class Column<E> {
    /** A power of two. */
    private static final int NUMBERS = 16;

    private final Accessor<E> accessor;
    /** Set where the column is all values of the event. */
    private final @Nullable Fields<E> allValues;

    private final Map<Literal, Integer> numberOf = new HashMap<>();
    private final IntConsumer literalSink = this::see;
    private final Consumer<Object> valueSink = this::scanEach;

    private @Nullable LiteralScanner scanner;
    private long readAt;
    private @Nullable Object value;
    private long scannedAt;
    private long epoch;
    private long[] seenAt = {};
    private int[] found = {};
    private int foundCount;
    private final @Nullable Number[] numbersSeen = new Number[NUMBERS];
    private final @Nullable String[] textsOfNumbers = new String[NUMBERS];

    private Column(Accessor<E> accessor, @Nullable Fields<E> allValues) {
        this.accessor = accessor;
        this.allValues = allValues;
    }

    /** A field. Of a list, one value that passes a test is enough; a list of nothing is a field that is not there. */
    static <E> Column<E> of(Accessor<E> accessor) {
        return new Column<>(accessor, null);
    }

    /** All values of the event, those inside lists included. */
    static <E> Column<E> ofAllValues(Fields<E> fields) {
        return new Column<>(fields::values, fields);
    }

    /** The number under which that literal will be found. */
    int register(Literal literal) {
        return numberOf.computeIfAbsent(literal, key -> numberOf.size());
    }

    boolean knows(Literal literal) {
        return numberOf.containsKey(literal);
    }

    int literalCount() {
        return numberOf.size();
    }

    @Nullable
    Object value(E event, long at) {
        if (readAt != at) {
            value = accessor.get(event);
            readAt = at;
        }
        return value;
    }

    /** Whether the value, or one of several, passes a test. */
    boolean passes(ValueTest test, E event, long at) {
        Object current = value(event, at);
        if (allValues != null) {
            return current instanceof Iterable<?> values && anyPasses(test, values);
        }
        return current instanceof Collection<?> values ? onePasses(test, values) : test.test(current);
    }

    private static boolean anyPasses(ValueTest test, Iterable<?> values) {
        for (Object one : values) {
            boolean passes = one instanceof Collection<?> inner ? anyPasses(test, inner) : test.test(one);
            if (passes) {
                return true;
            }
        }
        return false;
    }

    private static boolean onePasses(ValueTest test, Collection<?> values) {
        boolean empty = true;
        for (Object one : values) {
            if (one != null) {
                empty = false;
                if (test.test(one)) {
                    return true;
                }
            }
        }
        return empty && test.test(null);
    }

    /** Whether the value, or one of several, holds the literal of that number. */
    boolean holds(int literal, E event, long at) {
        search(event, at);
        return seenAt[literal] == at;
    }

    /** Looks for all literals, once for an event. */
    void search(E event, long at) {
        if (scannedAt == at) {
            return;
        }
        if (scanner == null) {
            close();
        }
        epoch = at;
        foundCount = 0;
        if (allValues != null) {
            allValues.forEachValue(event, valueSink);
        } else if (value(event, at) instanceof Collection<?> values) {
            for (Object one : values) {
                scan(one);
            }
        } else {
            scan(value);
        }
        scannedAt = at;
    }

    /** How many literals the last search found. */
    int foundCount() {
        return foundCount;
    }

    /** The number of one of the literals that the last search found. */
    int found(int index) {
        return found[index];
    }

    private void close() {
        List<Literal> literals = new ArrayList<>(numberOf.keySet());
        numberOf.forEach((literal, number) -> literals.set(number, literal));
        seenAt = new long[literals.size()];
        found = new int[literals.size()];
        scanner = new LiteralScanner(literals);
    }

    private void scanEach(@Nullable Object value) {
        if (value instanceof Collection<?> inner) {
            inner.forEach(valueSink);
        } else {
            scan(value);
        }
    }

    private void scan(@Nullable Object one) {
        String text = one instanceof Number number ? text(number) : EventValue.text(one);
        if (text != null && scanner != null) {
            scanner.scan(text, literalSink);
        }
    }

    /** Numbers often repeat from event to event, and each conversion to text would allocate. */
    private @Nullable String text(Number number) {
        int slot = number.hashCode() & (NUMBERS - 1);
        if (!number.equals(numbersSeen[slot])) {
            textsOfNumbers[slot] = EventValue.text(number);
            numbersSeen[slot] = number;
        }
        return textsOfNumbers[slot];
    }

    private void see(int literal) {
        if (seenAt[literal] != epoch) {
            seenAt[literal] = epoch;
            found[foundCount++] = literal;
        }
    }
}
