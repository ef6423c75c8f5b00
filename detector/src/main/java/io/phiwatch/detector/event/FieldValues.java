package io.phiwatch.detector.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts of field values: none for an absent field, one for each element of a list. */
final class FieldValues {
    private FieldValues() {}

    static List<String> of(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> many -> distinct(many);
            default -> List.of(text(value));
        };
    }

    private static List<String> distinct(Collection<?> many) {
        if (many.size() == 1) {
            return List.of(text(many.iterator().next()));
        }
        Set<String> texts = LinkedHashSet.newLinkedHashSet(many.size());
        for (Object one : many) {
            texts.add(text(one));
        }
        return List.copyOf(texts);
    }

    private static String text(Object value) {
        return value instanceof Instant time ? Long.toString(time.toEpochMilli()) : value.toString();
    }

    /** Every way to take one value of each list; none where a list is empty. */
    static List<List<String>> combinations(List<List<String>> lists) {
        List<List<String>> combined = List.of(List.of());
        for (List<String> values : lists) {
            List<List<String>> longer = new ArrayList<>(combined.size() * values.size());
            for (List<String> begun : combined) {
                for (String value : values) {
                    List<String> extended = new ArrayList<>(begun);
                    extended.add(value);
                    longer.add(extended);
                }
            }
            combined = longer;
        }
        return combined;
    }
}
