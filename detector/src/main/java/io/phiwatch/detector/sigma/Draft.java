package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A document that was read, before its references to other documents are resolved. */
sealed interface Draft {
    RuleMetadata metadata();

    Section document();

    /** Whether the document names the rule so, by id or by name. */
    default boolean isCalled(String reference) {
        return metadata().id().equals(reference) || metadata().name().equals(reference);
    }

    /** A rule over single events. */
    record Detection(
            RuleMetadata metadata, Section document, Map<String, String> logsource, Condition condition, Yaml detection)
            implements Draft {
        boolean isOverAccessEvents() {
            return Logsource.isAccess(logsource);
        }
    }

    /** A correlation. */
    record Correlation(
            RuleMetadata metadata,
            Section document,
            CorrelationRule.Type type,
            List<String> references,
            CorrelationRule.Grouping grouping,
            Duration timespan,
            CorrelationRule.Measure measure,
            CorrelationRule.Extensions extensions,
            boolean generate)
            implements Draft {}
}
