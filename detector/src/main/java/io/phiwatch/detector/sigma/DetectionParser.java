package io.phiwatch.detector.sigma;

import io.phiwatch.detector.sigma.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the selections and the condition of a detection or filter section. */
final class DetectionParser {
    private final Section detection;
    private final ItemParser items;
    private final Reporter reporter;

    DetectionParser(Section detection, ItemParser items) {
        this.detection = detection;
        this.items = items;
        this.reporter = detection.reporter();
    }

    /**
     * The condition over the selections; null where anything was reported.
     *
     * @param others keys of the section that are no selections
     */
    @Nullable
    Condition parse(Set<String> others) {
        int before = reporter.count();
        Map<String, Condition> selections = new LinkedHashMap<>();
        for (Yaml.Entry entry : detection.map().entries()) {
            String name = entry.key();
            if (name.equals("timeframe")) {
                detection.reject(name, "timeframe is no longer Sigma: write a correlation");
            } else if (!name.equals("condition") && !others.contains(name)) {
                Condition selection = selection(entry.value(), detection.pathOf(name));
                if (selection != null) {
                    selections.put(name, selection);
                }
            }
        }
        if (selections.isEmpty() && reporter.count() == before) {
            reporter.reject(detection.map().line(), detection.path(), "has no selection");
        }
        if (reporter.count() > before) {
            return null;
        }
        return condition(selections);
    }

    private @Nullable Condition condition(Map<String, Condition> selections) {
        List<String> texts = detection.texts("condition");
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            detection.reject("condition", "required");
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        for (String text : texts) {
            try {
                conditions.add(ConditionParser.parse(text, selections));
            } catch (Fault e) {
                detection.reject("condition", e.reason());
                return null;
            }
        }
        return Condition.anyOf(conditions);
    }

    private @Nullable Condition selection(Yaml value, String path) {
        if (value instanceof Yaml.Mapping mapping) {
            return map(mapping, path);
        }
        List<Yaml> options = value instanceof Yaml.Sequence sequence ? sequence.items() : List.of(value);
        List<Condition> parts = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            Yaml option = options.get(i);
            String at = value instanceof Yaml.Sequence ? path + '[' + i + ']' : path;
            if (option instanceof Yaml.Sequence) {
                reporter.reject(option.line(), at, "a list inside a list");
                continue;
            }
            Condition part = option instanceof Yaml.Mapping mapping
                    ? map(mapping, at)
                    : items.parse(new Yaml.Entry(option.line(), "", option), at);
            if (part != null) {
                parts.add(part);
            }
        }
        if (options.isEmpty()) {
            reporter.reject(value.line(), path, "is empty");
        }
        return parts.isEmpty() ? null : Condition.anyOf(parts);
    }

    private @Nullable Condition map(Yaml.Mapping mapping, String path) {
        List<Condition> parts = new ArrayList<>();
        for (Yaml.Entry entry : mapping.entries()) {
            Condition part = items.parse(entry, path + '.' + entry.key());
            if (part != null) {
                parts.add(part);
            }
        }
        if (mapping.entries().isEmpty()) {
            reporter.reject(mapping.line(), path, "is empty");
        }
        return parts.isEmpty() ? null : Condition.allOf(parts);
    }
}
