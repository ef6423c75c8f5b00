package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document that was read, before its references to other documents are resolved. */
sealed interface Draft {
    RuleMetadata metadata();

    Section document();

    /** Whether the document names the rule so, by id or by name. */
    default boolean isCalled(String reference) {
        return metadata().id().equals(reference) || metadata().name().equals(reference);
    }

    /**
     * What makes a condition, for the hash of its meaning.
     *
     * @param placeholders the lists that it uses, by name
     * @param threshold what an override compares with, in place of the number in the document; null where none does
     */
    record Written(
            Yaml yaml,
            Map<String, List<String>> placeholders,
            @Nullable Double threshold) {
        public Written {
            placeholders = Map.copyOf(placeholders);
        }

        Written(Yaml yaml, Map<String, List<String>> placeholders) {
            this(yaml, placeholders, null);
        }
    }

    /**
     * A rule over single events.
     *
     * @param hold zero where there is none
     * @param filters what else must hold, once filters are linked
     */
    record Detection(
            RuleMetadata metadata,
            Section document,
            Map<String, String> logsource,
            Condition condition,
            Written written,
            Duration hold,
            List<Filter> filters)
            implements Draft {
        public Detection {
            filters = List.copyOf(filters);
        }

        boolean isOverAccessEvents() {
            return Logsource.isAccess(logsource);
        }

        Detection with(RuleMetadata changed) {
            return new Detection(changed, document, logsource, condition, written, hold, filters);
        }

        /** The rule with another number in its one comparison. */
        Detection with(Condition compared, double threshold) {
            return new Detection(
                    metadata,
                    document,
                    logsource,
                    compared,
                    new Written(written.yaml(), written.placeholders(), threshold),
                    hold,
                    filters);
        }

        Detection with(Filter filter) {
            List<Filter> all = new ArrayList<>(filters);
            all.add(filter);
            return new Detection(metadata, document, logsource, condition, written, hold, all);
        }

        /** The rule and all of its filters. */
        Condition filtered() {
            List<Condition> parts = new ArrayList<>(List.of(condition));
            filters.forEach(filter -> parts.add(filter.condition()));
            return Condition.allOf(parts);
        }
    }

    /**
     * A correlation.
     *
     * @param written as in the document: its rules, aliases, condition and share name rules by id or by name
     */
    record Correlation(Section document, CorrelationRule written, boolean generate) implements Draft {
        @Override
        public RuleMetadata metadata() {
            return written.metadata();
        }
    }
}
