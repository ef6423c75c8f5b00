package io.phiwatch.detector.match;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.detector.sigma.RuleError;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleParser;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.detector.sigma.yaml.Yaml;
import io.phiwatch.detector.sigma.yaml.YamlException;
import io.phiwatch.detector.sigma.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the file of a pipeline. The condition of a log source is a Sigma selection, compiled like that of any rule. */
final class PipelineReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCES = "sources";
    private static final String FIELDS = "fields";
    private static final List<String> KEYS =
            List.of("title", "applies", "product", "time", "lookup", FIELDS, "text", SOURCES);
    private static final List<String> SOURCE_KEYS = List.of("category", "service", "when", FIELDS);

    private final String file;
    private final List<RuleError> faults = new ArrayList<>();
    private final Map<String, Pipeline.Source> sources = new LinkedHashMap<>();
    private final List<RuleFile> conditions = new ArrayList<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private PipelineReader(String file) {
        this.file = file;
    }

    /**
     * The pipeline of a text.
     *
     * @param file what faults call it
     * @throws PipelineException with every fault, where there is any
     */
    static Pipeline read(String file, String text) {
        PipelineReader reader = new PipelineReader(file);
        Pipeline pipeline = reader.pipeline(reader.document(text));
        if (!reader.faults.isEmpty()) {
            throw new PipelineException(reader.faults);
        }
        return pipeline;
    }

    private Yaml.Mapping document(String text) {
        try {
            List<Yaml> documents = YamlReader.read(text);
            if (documents.size() == 1 && documents.getFirst() instanceof Yaml.Mapping mapping) {
                return mapping;
            }
            reject(1, "", "a pipeline is one map");
        } catch (YamlException e) {
            reject(e.line(), "", String.valueOf(e.getMessage()));
        }
        throw new PipelineException(faults);
    }

    private Pipeline pipeline(Yaml.Mapping document) {
        allowOnly(document, "", KEYS);
        String title = text(document, "title", "");
        if (title == null) {
            reject(document.line(), "title", "required");
        }
        Pipeline.Layout layout = new Pipeline.Layout(
                texts(document, "lookup"), textByName(document, FIELDS, ""), text(document, "text", ""));
        readSources(document);
        RuleParser.Result parsed = RuleParser.parse(conditions);
        parsed.errors()
                .forEach(error -> reject(lines.getOrDefault(error.file(), 1), error.file() + ".when", error.reason()));
        return new Pipeline(
                title == null ? "" : title,
                texts(document, "applies"),
                text(document, "product", ""),
                texts(document, "time"),
                layout,
                sources,
                RuleSet.faultless(parsed));
    }

    private void readSources(Yaml.Mapping document) {
        Yaml value = document.value(SOURCES);
        if (value == null) {
            return;
        }
        if (!(value instanceof Yaml.Sequence list)) {
            reject(value.line(), SOURCES, "must be a list");
            return;
        }
        for (Yaml item : list.items()) {
            String path = SOURCES + '[' + sources.size() + ']';
            lines.put(path, item.line());
            if (item instanceof Yaml.Mapping source) {
                readSource(source, path);
            } else {
                reject(item.line(), path, "must be a map");
            }
        }
    }

    private void readSource(Yaml.Mapping source, String path) {
        allowOnly(source, path + '.', SOURCE_KEYS);
        String category = text(source, "category", path + '.');
        String service = text(source, "service", path + '.');
        if (category == null && service == null) {
            reject(source.line(), path, "names no category and no service");
        }
        sources.put(path, new Pipeline.Source(category, service, textByName(source, FIELDS, path + '.')));
        Yaml when = source.value("when");
        if (when == null) {
            reject(source.line(), path + ".when", "required");
        } else {
            conditions.add(new RuleFile(path, rule(path, when)));
        }
    }

    /** A rule that an event matches where it belongs to the source; JSON is YAML. */
    private static String rule(String name, Yaml when) {
        Map<String, @Nullable Object> detection = new LinkedHashMap<>();
        detection.put("when", when.plain());
        detection.put("condition", "when");
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put("title", name);
        rule.put("name", name);
        rule.put("logsource", Map.of("category", "pipeline"));
        rule.put("detection", detection);
        try {
            return JSON.writeValueAsString(rule);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are JSON", e);
        }
    }

    private void allowOnly(Yaml.Mapping map, String prefix, List<String> known) {
        for (Yaml.Entry entry : map.entries()) {
            if (!known.contains(entry.key())) {
                reject(entry.line(), prefix + entry.key(), "unknown key; there are " + String.join(", ", known));
            }
        }
    }

    private @Nullable String text(Yaml.Mapping map, String key, String prefix) {
        Yaml value = map.value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NULL) {
            return scalar.text();
        }
        reject(value.line(), prefix + key, "must be text");
        return null;
    }

    private List<String> texts(Yaml.Mapping map, String key) {
        Yaml value = map.value(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Yaml item : value instanceof Yaml.Sequence list ? list.items() : List.of(value)) {
            if (item instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NULL) {
                texts.add(scalar.text());
            } else {
                reject(item.line(), key, "must be text, or a list of texts");
            }
        }
        return texts;
    }

    private Map<String, String> textByName(Yaml.Mapping map, String key, String prefix) {
        Yaml value = map.value(key);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Yaml.Mapping names) {
            for (Yaml.Entry entry : names.entries()) {
                String text = text(names, entry.key(), prefix + key + '.');
                if (text != null) {
                    texts.put(entry.key().replace(" ", ""), text);
                }
            }
        } else {
            reject(value.line(), prefix + key, "must be a map of names");
        }
        return texts;
    }

    private void reject(int line, String path, String reason) {
        faults.add(new RuleError(file, line, path, reason));
    }
}
