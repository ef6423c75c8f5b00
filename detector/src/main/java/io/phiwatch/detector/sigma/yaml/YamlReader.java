package io.phiwatch.detector.sigma.yaml;

import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML 1.1 documents. Bounded in depth and size, so that no text can exhaust the process; duplicate keys, merge
 * keys, and keys that are not scalars are refused.
 */
public final class YamlReader {
    private static final int MAX_DEPTH = 40;
    private static final int MAX_NODES = 200_000;
    // 1e999999999 in plain notation would fill the heap
    private static final int MAX_SCALE = 300;
    private static final Pattern SEXAGESIMAL = Pattern.compile("[-+]?[0-9_]+(:[0-9.]+)+");
    private static final Pattern OCTAL = Pattern.compile("0[0-7]+");

    private int nodes;

    private YamlReader() {}

    /** The documents of a text, empty ones left out. */
    public static List<Yaml> read(String text) throws YamlException {
        List<Yaml> documents = new ArrayList<>();
        try {
            for (Node node : new org.yaml.snakeyaml.Yaml(options()).composeAll(new StringReader(text))) {
                Yaml document = new YamlReader().convert(node, 0);
                if (!(document instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Kind.NULL) {
                    documents.add(document);
                }
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new YamlException(mark == null ? 1 : mark.getLine() + 1, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new YamlException(1, "not YAML: " + e.getMessage());
        }
        return documents;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        return options;
    }

    private Yaml convert(Node node, int depth) throws YamlException {
        int line = line(node);
        nodes++;
        if (depth > MAX_DEPTH || nodes > MAX_NODES) {
            throw new YamlException(line, "nested too deep, or too large with its aliases");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, line);
        }
        if (node instanceof SequenceNode sequence) {
            List<Yaml> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Yaml.Sequence(line, items);
        }
        return mapping((MappingNode) node, depth);
    }

    private Yaml mapping(MappingNode node, int depth) throws YamlException {
        List<Yaml.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode key) || Tag.MERGE.equals(keyNode.getTag())) {
                throw new YamlException(line(keyNode), "a key must be plain text");
            }
            if (!keys.add(key.getValue())) {
                throw new YamlException(line(key), "key '" + key.getValue() + "' appears twice");
            }
            entries.add(new Yaml.Entry(line(key), key.getValue(), convert(tuple.getValueNode(), depth + 1)));
        }
        return new Yaml.Mapping(line(node), entries);
    }

    private static Yaml scalar(ScalarNode node, int line) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (Tag.NULL.equals(tag)) {
            return new Yaml.Scalar(line, Yaml.Kind.NULL, "");
        }
        if (Tag.BOOL.equals(tag)) {
            boolean value = Set.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT));
            return new Yaml.Scalar(line, Yaml.Kind.BOOLEAN, Boolean.toString(value));
        }
        try {
            if (Tag.INT.equals(tag) && !SEXAGESIMAL.matcher(text).matches()) {
                return new Yaml.Scalar(line, Yaml.Kind.INTEGER, integer(text).toString());
            }
            if (Tag.FLOAT.equals(tag) && !SEXAGESIMAL.matcher(text).matches()) {
                BigDecimal value = new BigDecimal(text.replace("_", ""));
                if (Math.abs(value.scale()) <= MAX_SCALE) {
                    return new Yaml.Scalar(
                            line, Yaml.Kind.DECIMAL, value.stripTrailingZeros().toPlainString());
                }
            }
        } catch (NumberFormatException e) {
            // .inf and .nan are floats to YAML; no rule compares with them
            return new Yaml.Scalar(line, Yaml.Kind.STRING, text);
        }
        return new Yaml.Scalar(line, Yaml.Kind.STRING, text);
    }

    private static BigInteger integer(String text) {
        String digits = text.replace("_", "").replace("+", "").toLowerCase(Locale.ROOT);
        boolean negative = digits.startsWith("-");
        if (negative) {
            digits = digits.substring(1);
        }
        BigInteger value;
        if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else {
            value = new BigInteger(digits, OCTAL.matcher(digits).matches() ? 8 : 10);
        }
        return negative ? value.negate() : value;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
