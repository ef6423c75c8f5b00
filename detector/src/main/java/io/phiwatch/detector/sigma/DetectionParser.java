package io.phiwatch.detector.sigma;

import com.google.re2j.PatternSyntaxException;
import io.phiwatch.detector.sigma.yaml.Yaml;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the detection section of one rule. */
final class DetectionParser {
    private final Section detection;
    private final Function<String, Optional<String>> fieldComplaint;
    private final Reporter reporter;

    DetectionParser(Section detection, Function<String, Optional<String>> fieldComplaint) {
        this.detection = detection;
        this.fieldComplaint = fieldComplaint;
        this.reporter = detection.reporter();
    }

    /** The condition over the selections; null where anything was reported. */
    @Nullable
    Condition parse() {
        int before = reporter.count();
        Map<String, Condition> selections = new LinkedHashMap<>();
        for (Yaml.Entry entry : detection.map().entries()) {
            String name = entry.key();
            if (name.equals("timeframe")) {
                detection.reject(name, "timeframe is no longer Sigma: write a correlation");
            } else if (!name.equals("condition")) {
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
            } catch (ConditionParser.Fault e) {
                detection.reject("condition", String.valueOf(e.getMessage()));
                return null;
            }
        }
        return Condition.anyOf(conditions);
    }

    private @Nullable Condition selection(Yaml value, String path) {
        if (value instanceof Yaml.Mapping mapping) {
            return items(mapping, path);
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
                    ? items(mapping, at)
                    : item(new Yaml.Entry(option.line(), "", option), at);
            if (part != null) {
                parts.add(part);
            }
        }
        if (options.isEmpty()) {
            reporter.reject(value.line(), path, "is empty");
        }
        return parts.isEmpty() ? null : Condition.anyOf(parts);
    }

    private @Nullable Condition items(Yaml.Mapping mapping, String path) {
        List<Condition> parts = new ArrayList<>();
        for (Yaml.Entry entry : mapping.entries()) {
            Condition part = item(entry, path + '.' + entry.key());
            if (part != null) {
                parts.add(part);
            }
        }
        if (mapping.entries().isEmpty()) {
            reporter.reject(mapping.line(), path, "is empty");
        }
        return parts.isEmpty() ? null : Condition.allOf(parts);
    }

    private @Nullable Condition item(Yaml.Entry entry, String path) {
        String[] key = entry.key().split("\\|", -1);
        String field = key[0].strip();
        if (!field.isEmpty()) {
            fieldComplaint.apply(field).ifPresent(reason -> reporter.reject(entry.line(), path, reason));
        }
        try {
            Modifiers modifiers = Modifiers.parse(List.of(key).subList(1, key.length).stream()
                    .map(String::strip)
                    .toList());
            Condition condition = values(field, modifiers, entry.value());
            return modifiers.has("neq") ? new Condition.Not(condition) : condition;
        } catch (Modifiers.Fault e) {
            reporter.reject(entry.line(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Condition values(String field, Modifiers modifiers, Yaml value) throws Modifiers.Fault {
        if (!(value instanceof Yaml.Sequence sequence)) {
            if (modifiers.has("all")) {
                throw new Modifiers.Fault("'all' needs a list");
            }
            return scalar(field, modifiers, value, false);
        }
        if (sequence.items().isEmpty()) {
            throw new Modifiers.Fault("the list is empty");
        }
        List<Condition> parts = new ArrayList<>();
        for (Yaml item : sequence.items()) {
            parts.add(scalar(field, modifiers, item, true));
        }
        return modifiers.has("all") ? Condition.allOf(parts) : Condition.anyOf(parts);
    }

    private Condition scalar(String field, Modifiers modifiers, Yaml value, boolean listed) throws Modifiers.Fault {
        if (!(value instanceof Yaml.Scalar scalar)) {
            throw new Modifiers.Fault("a value must be text, a number, true, false or null");
        }
        boolean keyword = field.isEmpty();
        if (keyword && (modifiers.kind() == Modifiers.Kind.EXISTS || modifiers.kind() == Modifiers.Kind.COMPARISON)) {
            throw new Modifiers.Fault("a keyword has no field to test");
        }
        if (scalar.kind() == Yaml.Kind.NULL) {
            return absent(field, modifiers, listed);
        }
        return switch (modifiers.kind()) {
            case EXISTS -> exists(field, scalar, listed);
            case REGEX -> test(field, regex(scalar, modifiers));
            case NETWORK ->
                test(
                        field,
                        NetworkTest.parse(scalar.text())
                                .orElseThrow(() -> new Modifiers.Fault("'" + scalar.text() + "' is no CIDR network")));
            case COMPARISON -> test(field, comparison(scalar, modifiers));
            case TEXT -> text(field, scalar, modifiers);
        };
    }

    private static Condition absent(String field, Modifiers modifiers, boolean listed) throws Modifiers.Fault {
        if (listed) {
            throw new Modifiers.Fault("null stands alone, not in a list");
        }
        if (field.isEmpty()) {
            throw new Modifiers.Fault("a keyword can't be null");
        }
        if (!modifiers.names().isEmpty() && !modifiers.names().equals(List.of("neq"))) {
            throw new Modifiers.Fault("null goes with no modifier but neq");
        }
        return new Condition.Not(new Condition.Item(field, new ExistsTest()));
    }

    private static Condition exists(String field, Yaml.Scalar scalar, boolean listed) throws Modifiers.Fault {
        if (listed || scalar.kind() != Yaml.Kind.BOOLEAN) {
            throw new Modifiers.Fault("exists is true or false");
        }
        Condition there = new Condition.Item(field, new ExistsTest());
        return Boolean.parseBoolean(scalar.text()) ? there : new Condition.Not(there);
    }

    private static ValueTest regex(Yaml.Scalar scalar, Modifiers modifiers) throws Modifiers.Fault {
        try {
            return new RegexTest(scalar.text(), modifiers.regexFlags());
        } catch (PatternSyntaxException e) {
            throw new Modifiers.Fault("not a regular expression of linear time (RE2): " + e.getDescription());
        }
    }

    private static ValueTest comparison(Yaml.Scalar scalar, Modifiers modifiers) throws Modifiers.Fault {
        if (!scalar.isNumber()) {
            throw new Modifiers.Fault("'" + scalar.text() + "' is no number");
        }
        return new CompareTest(modifiers.operator(), new BigDecimal(scalar.text()));
    }

    private static Condition text(String field, Yaml.Scalar scalar, Modifiers modifiers) throws Modifiers.Fault {
        if (SigmaString.hasReserved(scalar.text())) {
            throw new Modifiers.Fault("the text holds Unicode noncharacters");
        }
        SigmaString string =
                scalar.kind() == Yaml.Kind.STRING ? SigmaString.parse(scalar.text()) : new SigmaString(scalar.text());
        List<Condition> parts = new ArrayList<>();
        for (SigmaString variant : modifiers.applyTo(string)) {
            boolean anywhere = field.isEmpty() && !modifiers.placesText();
            parts.add(test(field, new TextTest(anywhere ? variant.contains() : variant, modifiers.isCaseSensitive())));
        }
        return Condition.anyOf(parts);
    }

    private static Condition test(String field, ValueTest test) {
        return field.isEmpty() ? new Condition.Keyword(test) : new Condition.Item(field, test);
    }
}
