package io.phiwatch.detector.match;

import io.phiwatch.detector.sigma.DetectionRule;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.MapFields;
import io.phiwatch.detector.sigma.RuleSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What events of one shape mean to rules: where the fields are that rules name, and which log sources an event belongs
 * to. Immutable; docs/rule-matching.md describes its file.
 *
 * @param title what it is for
 * @param applies fields that every event of this shape has; none takes every event
 * @param product the product that all of its log sources are of; null leaves the product open
 * @param time fields that hold the time of an event, where the usual ones do not
 * @param layout where fields are
 * @param sources the log sources, by the name of the rule that says which events are of it
 * @param conditions one rule for each source
 */
public record Pipeline(
        String title,
        List<String> applies,
        @Nullable String product,
        List<String> time,
        Layout layout,
        Map<String, Source> sources,
        RuleSet conditions) {
    public Pipeline {
        applies = List.copyOf(applies);
        time = List.copyOf(time);
        sources = Map.copyOf(sources);
    }

    /**
     * Where fields are.
     *
     * @param lookup objects that hold the fields, by dotted path, the first that has one counts; {@code *} is any key
     * @param fields fields that are somewhere else, by the name that rules use
     * @param text key of the text of a value that is an object, such as {@code #text} in what was XML once
     */
    public record Layout(
            List<String> lookup,
            Map<String, String> fields,
            @Nullable String text) {
        public Layout {
            lookup = List.copyOf(lookup);
            fields = Map.copyOf(fields);
        }
    }

    /**
     * A log source.
     *
     * @param category null where it has none
     * @param service null where it has none
     * @param fields what events of this source call the fields that rules name
     */
    public record Source(
            @Nullable String category, @Nullable String service, Map<String, String> fields) {
        public Source {
            fields = Map.copyOf(fields);
        }
    }

    /** Whether an event has this shape. */
    boolean fits(Map<String, Object> event) {
        Fields<Map<String, Object>> names = new MapFields();
        return applies.stream().allMatch(field -> names.accessor(field).get(event) != null);
    }

    /** Whether a rule is about events that belong to those sources: they have to be all that its log source names. */
    boolean isAbout(DetectionRule rule, Collection<Source> those) {
        Map<String, Set<String>> known = Map.of(
                "category", named(those.stream().map(Source::category)),
                "service", named(those.stream().map(Source::service)));
        return rule.logsource().entrySet().stream().allMatch(dimension -> {
            if (dimension.getKey().equals("product")) {
                return product == null || product.equals(dimension.getValue());
            }
            return known.getOrDefault(dimension.getKey(), Set.of()).contains(dimension.getValue());
        });
    }

    private static Set<String> named(Stream<@Nullable String> names) {
        return names.filter(name -> name != null).collect(Collectors.toSet());
    }
}
