package io.phiwatch.detector.sigma;

import com.google.re2j.PatternSyntaxException;
import io.phiwatch.detector.sigma.yaml.Yaml;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the items of selections: a field with modifiers and its values, or keywords. */
final class ItemParser {
    private static final Set<Modifiers.Kind> NEED_FIELD =
            EnumSet.of(Modifiers.Kind.EXISTS, Modifiers.Kind.COMPARISON, Modifiers.Kind.TIME, Modifiers.Kind.REFERENCE);

    private final Function<String, Optional<String>> fieldComplaint;
    private final Placeholders placeholders;
    private final Reporter reporter;

    /**
     * Reads items of one document.
     *
     * @param fieldComplaint what is wrong with a field's name, if anything
     */
    ItemParser(Function<String, Optional<String>> fieldComplaint, Placeholders placeholders, Reporter reporter) {
        this.fieldComplaint = fieldComplaint;
        this.placeholders = placeholders;
        this.reporter = reporter;
    }

    /** The condition of one item, whose key is a field with modifiers; null where it was reported. */
    @Nullable
    Condition parse(Yaml.Entry entry, String path) {
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
        } catch (Fault e) {
            reporter.reject(entry.line(), path, e.reason());
            return null;
        }
    }

    private Condition values(String field, Modifiers modifiers, Yaml value) throws Fault {
        if (!(value instanceof Yaml.Sequence sequence)) {
            if (modifiers.has("all")) {
                throw new Fault("'all' needs a list of several values");
            }
            return scalar(field, modifiers, value, false);
        }
        if (sequence.items().isEmpty()) {
            throw new Fault("the list is empty");
        }
        if (modifiers.has("all") && sequence.items().size() == 1) {
            throw new Fault("'all' needs a list of several values");
        }
        List<Condition> parts = new ArrayList<>();
        for (Yaml item : sequence.items()) {
            parts.add(scalar(field, modifiers, item, true));
        }
        return modifiers.has("all") ? Condition.allOf(parts) : Condition.anyOf(parts);
    }

    private Condition scalar(String field, Modifiers modifiers, Yaml value, boolean listed) throws Fault {
        if (!(value instanceof Yaml.Scalar scalar)) {
            throw new Fault("a value must be text, a number, true, false or null");
        }
        if (field.isEmpty() && NEED_FIELD.contains(modifiers.kind())) {
            throw new Fault("a keyword has no field to test");
        }
        if (scalar.kind() == Yaml.Kind.NULL) {
            return absent(field, modifiers, listed);
        }
        return switch (modifiers.kind()) {
            case EXISTS -> exists(field, scalar, listed);
            case REGEX -> regex(field, scalar, modifiers);
            case NETWORK ->
                test(
                        field,
                        NetworkTest.parse(scalar.text())
                                .orElseThrow(() -> new Fault("'" + scalar.text() + "' is no CIDR network")));
            case COMPARISON -> test(field, comparison(scalar, modifiers));
            case TIME -> test(field, timePart(scalar, modifiers));
            case REFERENCE -> reference(field, scalar, modifiers);
            case TEXT -> text(field, scalar, modifiers);
        };
    }

    private static Condition absent(String field, Modifiers modifiers, boolean listed) throws Fault {
        if (listed) {
            throw new Fault("null stands alone, not in a list");
        }
        if (field.isEmpty()) {
            throw new Fault("a keyword can't be null");
        }
        if (!modifiers.names().isEmpty() && !modifiers.names().equals(List.of("neq"))) {
            throw new Fault("null goes with no modifier but neq");
        }
        return new Condition.Not(new Condition.Item(field, new ExistsTest()));
    }

    private static Condition exists(String field, Yaml.Scalar scalar, boolean listed) throws Fault {
        if (listed || scalar.kind() != Yaml.Kind.BOOLEAN) {
            throw new Fault("exists is true or false");
        }
        Condition there = new Condition.Item(field, new ExistsTest());
        return Boolean.parseBoolean(scalar.text()) ? there : new Condition.Not(there);
    }

    private Condition regex(String field, Yaml.Scalar scalar, Modifiers modifiers) throws Fault {
        List<String> expressions = modifiers.has("expand")
                ? placeholders.expand(
                        scalar.text(),
                        UnaryOperator.identity(),
                        value -> SigmaString.parse(value).regex())
                : List.of(scalar.text());
        List<Condition> parts = new ArrayList<>();
        for (String expression : expressions) {
            parts.add(test(field, regex(expression, modifiers)));
        }
        return Condition.anyOf(parts);
    }

    private static ValueTest regex(String expression, Modifiers modifiers) throws Fault {
        String placed = switch (modifiers.place()) {
            case START -> "\\A(?:" + expression + ')';
            case END -> "(?:" + expression + ")\\z";
            case WHOLE, ANYWHERE -> expression;
        };
        try {
            return new RegexTest(placed, modifiers.regexFlags());
        } catch (PatternSyntaxException e) {
            throw new Fault("not a regular expression of linear time (RE2): " + e.getDescription());
        }
    }

    private static ValueTest comparison(Yaml.Scalar scalar, Modifiers modifiers) throws Fault {
        if (!scalar.isNumber()) {
            throw new Fault("'" + scalar.text() + "' is no number");
        }
        return new CompareTest(modifiers.operator(), new BigDecimal(scalar.text()));
    }

    private static ValueTest timePart(Yaml.Scalar scalar, Modifiers modifiers) throws Fault {
        TimePartTest.Part part = modifiers.timePart();
        if (scalar.kind() != Yaml.Kind.INTEGER || !part.allows(new BigDecimal(scalar.text()))) {
            throw new Fault("'" + scalar.text() + "' is no whole number of " + part.range());
        }
        return new TimePartTest(part, new CompareTest(modifiers.operator(), new BigDecimal(scalar.text())));
    }

    private Condition reference(String field, Yaml.Scalar scalar, Modifiers modifiers) throws Fault {
        SigmaString other = SigmaString.parse(scalar.text());
        if (scalar.kind() != Yaml.Kind.STRING || other.pattern().isBlank()) {
            throw new Fault("fieldref names another field");
        }
        if (!other.isPlain()) {
            throw new Fault("fieldref takes no wildcards");
        }
        Optional<String> complaint = fieldComplaint.apply(other.pattern());
        if (complaint.isPresent()) {
            throw new Fault(complaint.get());
        }
        return new Condition.FieldRef(field, modifiers.place(), other.pattern(), modifiers.isCaseSensitive());
    }

    private Condition text(String field, Yaml.Scalar scalar, Modifiers modifiers) throws Fault {
        List<Condition> parts = new ArrayList<>();
        for (SigmaString string : strings(scalar, modifiers.has("expand"))) {
            for (SigmaString variant : modifiers.applyTo(string)) {
                boolean anywhere = field.isEmpty() && !modifiers.placesText();
                SigmaString placed = anywhere ? variant.contains() : variant;
                parts.add(test(field, new TextTest(placed, modifiers.isCaseSensitive())));
            }
        }
        return Condition.anyOf(parts);
    }

    private List<SigmaString> strings(Yaml.Scalar scalar, boolean isExpanded) throws Fault {
        if (SigmaString.hasReserved(scalar.text())) {
            throw new Fault("the text holds Unicode noncharacters");
        }
        if (isExpanded) {
            UnaryOperator<String> pattern = text -> SigmaString.parse(text).pattern();
            return placeholders.expand(scalar.text(), pattern, pattern).stream()
                    .map(SigmaString::new)
                    .toList();
        }
        return List.of(
                scalar.kind() == Yaml.Kind.STRING ? SigmaString.parse(scalar.text()) : new SigmaString(scalar.text()));
    }

    private static Condition test(String field, ValueTest test) {
        return field.isEmpty() ? new Condition.Keyword(test) : new Condition.Item(field, test);
    }
}
