package io.phiwatch.detector.sigma;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keeps a condition from ever holding of the events that somebody can deliver. An over-estimate of what can hold: values
 * that may come one by one are taken to come together. Immutable.
 */
public final class Unmet {
    private Unmet() {}

    /** What the fields of the events can be. */
    public interface Delivery {
        /** Whether a value that passes may come; null, tested, stands for a field that is not there. */
        boolean mayPass(String field, ValueTest test);

        /** Whether every event passes. */
        boolean alwaysPasses(String field, ValueTest test);
    }

    /**
     * A part of a condition that no event passes.
     *
     * @param field that it is about; empty where it is about the whole event
     * @param words the part in words, as {@code explain} says it
     */
    public record Need(String field, String words) implements Comparable<Need> {
        @Override
        public int compareTo(Need other) {
            return Comparator.comparing(Need::field).thenComparing(Need::words).compare(this, other);
        }
    }

    /** The fewest parts that would have to be met for the condition to hold of an event; none where it may hold as it is. */
    public static Set<Need> of(Condition condition, Delivery delivery) {
        return switch (condition) {
            case Condition.And and -> {
                Set<Need> all = new TreeSet<>();
                and.parts().forEach(part -> all.addAll(of(part, delivery)));
                yield all;
            }
            case Condition.Or or -> fewest(or, delivery);
            case Condition.Not not ->
                isCertain(not.part(), delivery)
                        ? Set.of(new Need(fieldOf(not.part()).orElse(""), "not " + TestWords.of(not.part())))
                        : Set.of();
            case Condition.Item item ->
                delivery.mayPass(item.field(), item.test())
                        ? Set.of()
                        : Set.of(new Need(item.field(), TestWords.of(item)));
            case Condition.FieldRef pair -> {
                Set<Need> both = new TreeSet<>();
                for (String field : List.of(pair.field(), pair.other())) {
                    if (!delivery.mayPass(field, new ExistsTest())) {
                        both.add(new Need(field, field + " is there"));
                    }
                }
                yield both;
            }
            case Condition.Keyword keyword -> Set.of();
        };
    }

    /** Several values of one field are one need. */
    private static Set<Need> fewest(Condition.Or or, Delivery delivery) {
        Set<Need> fewest = or.parts().stream()
                .map(part -> of(part, delivery))
                .min(Comparator.comparingInt(Set::size))
                .orElse(Set.of());
        boolean isOneField = !TestWords.alternatives(or).isEmpty();
        return fewest.isEmpty() || !isOneField
                ? fewest
                : Set.of(new Need(fieldOf(or.parts().getFirst()).orElse(""), TestWords.of(or)));
    }

    private static boolean isCertain(Condition condition, Delivery delivery) {
        return switch (condition) {
            case Condition.And and -> and.parts().stream().allMatch(part -> isCertain(part, delivery));
            case Condition.Or or -> or.parts().stream().anyMatch(part -> isCertain(part, delivery));
            case Condition.Not not -> !of(not.part(), delivery).isEmpty();
            case Condition.Item item -> delivery.alwaysPasses(item.field(), item.test());
            case Condition.FieldRef pair -> false;
            case Condition.Keyword keyword -> false;
        };
    }

    private static Optional<String> fieldOf(Condition condition) {
        return switch (condition) {
            case Condition.Item item -> Optional.of(item.field());
            case Condition.And and ->
                and.parts().stream().flatMap(part -> fieldOf(part).stream()).findFirst();
            case Condition.Or or ->
                or.parts().stream().flatMap(part -> fieldOf(part).stream()).findFirst();
            case Condition.Not not -> fieldOf(not.part());
            case Condition.FieldRef pair -> Optional.of(pair.field());
            case Condition.Keyword keyword -> Optional.empty();
        };
    }

    /** The fields that a condition names. */
    public static Set<String> fields(Condition condition) {
        Set<String> fields = new TreeSet<>();
        collect(condition, fields);
        return fields;
    }

    private static void collect(Condition condition, Set<String> into) {
        switch (condition) {
            case Condition.And and -> and.parts().forEach(part -> collect(part, into));
            case Condition.Or or -> or.parts().forEach(part -> collect(part, into));
            case Condition.Not not -> collect(not.part(), into);
            case Condition.Item item -> into.add(item.field());
            case Condition.FieldRef pair -> into.addAll(List.of(pair.field(), pair.other()));
            case Condition.Keyword keyword -> {
                // any field
            }
        }
    }

    /** Whether a value of the field comes at all. */
    public static boolean mayBeThere(String field, Delivery delivery) {
        return delivery.mayPass(field, new ExistsTest());
    }
}
