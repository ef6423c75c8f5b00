package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the correlation section of one document. */
final class CorrelationParser {
    private static final List<String> KEYS =
            List.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate");

    private final Section document;
    private final Section correlation;

    CorrelationParser(Section document, Section correlation) {
        this.document = document;
        this.correlation = correlation;
    }

    /** The draft; null where anything was reported. */
    Draft.@Nullable Correlation parse(RuleMetadata metadata) {
        int before = document.reporter().count();
        correlation.allowOnly(KEYS);
        Duration timespan = timespan();
        boolean generate = generate();
        List<String> rules = unique("rules");
        Optional<CorrelationRule.Type> type = type();
        if (type.isEmpty()) {
            return null;
        }
        PresenceParser presences = new PresenceParser();
        Presence presence = presence(type.get(), presences);
        if (!correlation.has("rules")) {
            rules = presences.named();
        }
        if (rules.isEmpty()) {
            correlation.reject("rules", "required");
        }
        CorrelationRule.Measure measure = hasConditionText(type.get())
                ? new CorrelationRule.Measure(Bounds.atLeast(1), List.of(), null, presence)
                : new MeasureParser(correlation, type.get()).parse(rules.size());
        Section phiwatch = document.section("phiwatch");
        CorrelationRule.Extensions extensions = phiwatch == null
                ? CorrelationRule.Extensions.NONE
                : new ExtensionParser(phiwatch, type.get()).parse(measure, rules);
        CorrelationRule written = new CorrelationRule(
                metadata, type.get(), rules, grouping(measure), timespan, measure, extensions, 0, true);
        return document.reporter().count() > before ? null : new Draft.Correlation(document, written, generate);
    }

    private Optional<CorrelationRule.Type> type() {
        String name = correlation.required("type");
        Optional<CorrelationRule.Type> type = CorrelationRule.Type.named(name);
        if (type.isEmpty() && !name.isEmpty()) {
            List<String> known = List.of(CorrelationRule.Type.values()).stream()
                    .map(CorrelationRule.Type::sigmaName)
                    .toList();
            correlation.reject(
                    "type", "no correlation type is named '" + name + "'" + Reporter.didYouMean(name, known));
        }
        return type;
    }

    private boolean hasConditionText(CorrelationRule.Type type) {
        boolean isTemporal = type == CorrelationRule.Type.TEMPORAL || type == CorrelationRule.Type.TEMPORAL_ORDERED;
        return isTemporal && correlation.map().value("condition") instanceof Yaml.Scalar;
    }

    private @Nullable Presence presence(CorrelationRule.Type type, PresenceParser parser) {
        if (!hasConditionText(type)) {
            return null;
        }
        try {
            return parser.parse(correlation.required("condition"));
        } catch (Fault e) {
            correlation.reject("condition", e.reason());
            return null;
        }
    }

    private Duration timespan() {
        String text = correlation.required("timespan");
        Optional<Duration> timespan = Timespan.parse(text).filter(Duration::isPositive);
        if (timespan.isEmpty() && !text.isEmpty()) {
            correlation.reject("timespan", "must be " + Timespan.FORM);
        }
        return timespan.orElse(Duration.ZERO);
    }

    private boolean generate() {
        Boolean outer = document.flag("generate");
        Boolean inner = correlation.flag("generate");
        if (outer != null && inner != null && !outer.equals(inner)) {
            correlation.reject("generate", "contradicts the generate of the document");
        }
        return Boolean.TRUE.equals(outer) || Boolean.TRUE.equals(inner);
    }

    private CorrelationRule.Grouping grouping(CorrelationRule.Measure measure) {
        List<String> groupBy = unique("group-by");
        Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
        Section section = correlation.section("aliases");
        if (section != null) {
            for (Yaml.Entry entry : section.map().entries()) {
                Section fields = section.section(entry.key());
                if (fields != null) {
                    aliases.put(entry.key(), fields(fields));
                }
                if (!groupBy.contains(entry.key()) && !measure.field().contains(entry.key())) {
                    section.reject(entry.key(), "neither group-by nor the condition uses the alias");
                }
            }
        }
        return new CorrelationRule.Grouping(groupBy, aliases);
    }

    private static Map<String, String> fields(Section alias) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Yaml.Entry entry : alias.map().entries()) {
            fields.put(entry.key(), alias.required(entry.key()));
        }
        if (fields.isEmpty()) {
            alias.reporter().reject(alias.map().line(), alias.path(), "is empty");
        }
        return fields;
    }

    private List<String> unique(String key) {
        List<String> texts = correlation.texts(key);
        if (new HashSet<>(texts).size() < texts.size()) {
            correlation.reject(key, "names something twice");
        }
        return texts;
    }
}
