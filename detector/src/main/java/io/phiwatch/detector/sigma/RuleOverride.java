package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.schema.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Other values for one rule, in a document of its own, so that the rule is not copied and goes on to follow its original.
 *
 * @param rule id or name of the rule
 * @param threshold the one number that the rule compares with; null leaves it
 * @param timespan how long the windows of a correlation are; null leaves it
 */
record RuleOverride(
        Section section,
        String rule,
        @Nullable Double threshold,
        @Nullable Duration timespan,
        @Nullable Level level) {
    static final String KEY = "override";

    private static final String RULE = "rule";
    private static final String THRESHOLD = "threshold";
    private static final String TIMESPAN = "timespan";
    private static final String LEVEL = "level";

    private static final String NO_SINGLE_NUMBER = "the rule compares with no single number";

    /** Reads a document; null where it was reported. */
    static @Nullable RuleOverride parse(Section document) {
        int before = document.reporter().count();
        document.allowOnly(List.of("title", "id", "description", "author", "date", KEY));
        Section section = document.section(KEY);
        if (section == null) {
            return null;
        }
        section.allowOnly(List.of(RULE, THRESHOLD, TIMESPAN, LEVEL));
        String rule = section.required(RULE);
        if (Stream.of(THRESHOLD, TIMESPAN, LEVEL).noneMatch(section::has)) {
            section.reject(RULE, "needs one of threshold, timespan, level beside it");
        }
        RuleOverride override = new RuleOverride(section, rule, threshold(section), timespan(section), level(section));
        return document.reporter().count() == before ? override : null;
    }

    private static @Nullable Double threshold(Section section) {
        if (!section.has(THRESHOLD)) {
            return null;
        }
        if (section.map().value(THRESHOLD) instanceof Yaml.Scalar scalar && scalar.isNumber()) {
            return Double.valueOf(scalar.text());
        }
        section.reject(THRESHOLD, "must be a number");
        return null;
    }

    private static @Nullable Duration timespan(Section section) {
        String text = section.text(TIMESPAN);
        Optional<Duration> timespan =
                Optional.ofNullable(text).flatMap(Timespan::parse).filter(Duration::isPositive);
        if (text != null && timespan.isEmpty()) {
            section.reject(TIMESPAN, "must be " + Timespan.FORM);
        }
        return timespan.orElse(null);
    }

    private static @Nullable Level level(Section section) {
        String text = section.text(LEVEL);
        Optional<Level> level = Stream.of(Level.values())
                .filter(known -> known.name().equals(text))
                .findFirst();
        if (text != null && level.isEmpty()) {
            section.reject(LEVEL, "no level is named '" + text + "'");
        }
        return level.orElse(null);
    }

    /** The drafts with the values of the overrides; one that fits no rule is reported in its own document. */
    static List<Draft> apply(List<RuleOverride> overrides, List<Draft> drafts) {
        List<Draft> changed = new ArrayList<>(drafts);
        Set<Integer> done = new HashSet<>();
        for (RuleOverride override : overrides) {
            int at = indexOf(override.rule, changed);
            if (at < 0) {
                override.section.reject(RULE, "no rule without fault is called '" + override.rule + "'");
            } else if (!done.add(at)) {
                override.section.reject(RULE, "'" + override.rule + "' has another override");
            } else {
                changed.set(at, override.on(changed.get(at)));
            }
        }
        return changed;
    }

    private static int indexOf(String rule, List<Draft> drafts) {
        for (int i = 0; i < drafts.size(); i++) {
            if (drafts.get(i).isCalled(rule)) {
                return i;
            }
        }
        return -1;
    }

    private Draft on(Draft draft) {
        return switch (draft) {
            case Draft.Detection detection -> on(detection);
            case Draft.Correlation correlation ->
                new Draft.Correlation(correlation.document(), on(correlation.written()), correlation.generate());
        };
    }

    private Draft.Detection on(Draft.Detection rule) {
        if (timespan != null) {
            section.reject(TIMESPAN, "a rule over single events has no timespan");
        }
        Draft.Detection levelled =
                level == null ? rule : rule.with(rule.metadata().withLevel(level));
        if (threshold == null) {
            return levelled;
        }
        if (Comparisons.of(rule.condition()).size() != 1) {
            section.reject(THRESHOLD, NO_SINGLE_NUMBER);
            return levelled;
        }
        return levelled.with(Comparisons.with(rule.condition(), BigDecimal.valueOf(threshold)), threshold);
    }

    private CorrelationRule on(CorrelationRule rule) {
        return new CorrelationRule(
                level == null ? rule.metadata() : rule.metadata().withLevel(level),
                rule.type(),
                rule.rules(),
                rule.grouping(),
                timespan == null ? rule.timespan() : timespan,
                threshold == null ? rule.measure() : measure(rule, threshold),
                rule.extensions(),
                rule.level(),
                rule.alerts());
    }

    private CorrelationRule.Measure measure(CorrelationRule rule, double value) {
        CorrelationRule.Measure measure = rule.measure();
        List<Bounds.Comparison> comparisons = measure.bounds().comparisons();
        boolean isTemporal =
                rule.type() == CorrelationRule.Type.TEMPORAL || rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED;
        boolean isCount =
                rule.type() == CorrelationRule.Type.EVENT_COUNT || rule.type() == CorrelationRule.Type.VALUE_COUNT;
        if (isTemporal || comparisons.size() != 1) {
            section.reject(THRESHOLD, NO_SINGLE_NUMBER);
        } else if (isCount && (value < 1 || value != Math.rint(value))) {
            section.reject(THRESHOLD, "a count is compared with a whole number from 1 on");
        } else {
            Bounds bounds = new Bounds(
                    List.of(new Bounds.Comparison(comparisons.getFirst().operator(), value)));
            return new CorrelationRule.Measure(bounds, measure.field(), measure.percentile(), null);
        }
        return measure;
    }
}
