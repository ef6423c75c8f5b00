package io.phiwatch.ingest.adapter.mapped;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a mapping from YAML and collects what is wrong with it, each fault with its path. Not thread-safe. */
final class MappingReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Map<String, Set<String>> CLOSED = Map.of(
            Mapping.ACTION, names(Action.values()),
            Mapping.OUTCOME, names(Outcome.values()),
            Mapping.SURFACE, names(Surface.values()),
            Mapping.ACTOR_KIND, names(ActorKind.values()));
    private static final Set<String> TOP = Set.of("events", "fields", "patients", "attributes", "texts");
    private static final Set<String> RULE = Set.of("at", "values", "otherwise", "value");
    private static final Set<String> TIME_RULE = Set.of("at", "format", "zone");
    private static final Set<String> TEXT_RULE = Set.of("at", "place");

    private final List<String> faults = new ArrayList<>();

    /** The mapping of a file, or what is wrong with it. */
    sealed interface Result {
        /** A good one. */
        record Good(Mapping mapping) implements Result {}

        /** Faults, each with its path in the file. */
        record Bad(List<String> faults) implements Result {}
    }

    static Result read(Path file) {
        try {
            return read(Files.readString(file));
        } catch (IOException e) {
            return new Result.Bad(List.of("no such file, or not readable"));
        }
    }

    static Result read(String yaml) {
        try {
            JsonNode tree = YAML.readTree(yaml);
            MappingReader reader = new MappingReader();
            Mapping mapping = reader.mapping(tree);
            return reader.faults.isEmpty() ? new Result.Good(mapping) : new Result.Bad(List.copyOf(reader.faults));
        } catch (IOException e) {
            return new Result.Bad(List.of("is no YAML, or names a key twice"));
        }
    }

    private Mapping mapping(JsonNode tree) {
        known("", tree, TOP);
        Map<String, FieldRule> fields = new LinkedHashMap<>();
        tree.path("fields").properties().forEach(field -> {
            String path = "fields." + field.getKey();
            if (Mapping.FIELDS.contains(field.getKey())) {
                fields.put(field.getKey(), rule(path, field.getKey(), field.getValue()));
            } else {
                faults.add(path + ": unknown; known are " + new TreeSet<>(Mapping.FIELDS));
            }
        });
        for (String needed : List.of(Mapping.TIME, Mapping.ACTION)) {
            if (!fields.containsKey(needed)) {
                faults.add("fields." + needed + ": is missing");
            }
        }
        Map<String, FieldRule> attributes = new LinkedHashMap<>();
        tree.path("attributes").properties().forEach(attribute -> {
            String path = "attributes." + attribute.getKey();
            check(ClearText.name(attribute.getKey()).isPresent(), path + ": must be a plain name");
            attributes.put(attribute.getKey(), rule(path, attribute.getKey(), attribute.getValue()));
        });
        return new Mapping(
                JsonPath.of(JsonPayload.text(tree, "events")),
                fields,
                time(tree.path("fields").path(Mapping.TIME)),
                paths("patients", tree.path("patients")),
                attributes,
                texts(tree.path("texts")));
    }

    private FieldRule rule(String path, String field, JsonNode node) {
        if (node.isValueNode()) {
            return new FieldRule(path(path, JsonPayload.text(node)), Map.of(), "");
        }
        boolean time = field.equals(Mapping.TIME);
        known(path + '.', node, time ? TIME_RULE : RULE);
        if (node.has("value")) {
            check(node.size() == 1, path + ".value: stands alone");
            return FieldRule.constant(closed(path + ".value", field, JsonPayload.text(node, "value")));
        }
        Map<String, String> values = new LinkedHashMap<>();
        node.path("values")
                .properties()
                .forEach(value -> values.put(
                        value.getKey(),
                        closed(path + ".values." + value.getKey(), field, JsonPayload.text(value.getValue()))));
        String otherwise = JsonPayload.text(node, "otherwise");
        return new FieldRule(
                path(path + ".at", JsonPayload.text(node, "at")),
                values,
                otherwise.isEmpty() ? "" : closed(path + ".otherwise", field, otherwise));
    }

    private TimeFormat time(JsonNode rule) {
        String format = JsonPayload.first(JsonPayload.text(rule, "format"), "iso");
        String zone = JsonPayload.first(JsonPayload.text(rule, "zone"), "UTC");
        try {
            return TimeFormat.of(format, ZoneId.of(zone));
        } catch (DateTimeException e) {
            faults.add("fields.event.time.zone: must be a zone such as America/New_York");
        } catch (IllegalArgumentException e) {
            faults.add("fields.event.time.format: must be iso, epoch_seconds, epoch_millis, or a pattern such as"
                    + " yyyy-MM-dd HH:mm:ss");
        }
        return JsonPayload::time;
    }

    private List<JsonPath> paths(String path, JsonNode node) {
        List<JsonPath> paths = new ArrayList<>();
        for (JsonNode item : node.isMissingNode() ? List.<JsonNode>of() : JsonPayload.items(node)) {
            paths.add(path(path + '[' + paths.size() + ']', JsonPayload.text(item)));
        }
        return paths;
    }

    private List<Mapping.TextRule> texts(JsonNode node) {
        List<Mapping.TextRule> rules = new ArrayList<>();
        for (JsonNode item : node) {
            String path = "texts[" + rules.size() + ']';
            known(path + '.', item, TEXT_RULE);
            String place = JsonPayload.first(JsonPayload.text(item, "place"), "body");
            check(Mapping.PLACES.contains(place), path + ".place: must be one of " + new TreeSet<>(Mapping.PLACES));
            rules.add(new Mapping.TextRule(path(path + ".at", JsonPayload.text(item, "at")), place));
        }
        return rules;
    }

    private JsonPath path(String path, String text) {
        check(!text.isEmpty(), path + ": must be a path such as user.id or /user/id");
        return JsonPath.of(text);
    }

    private String closed(String path, String field, String value) {
        Set<String> allowed = CLOSED.get(field);
        check(allowed == null || allowed.contains(value), path + ": must be one of " + allowed);
        return value;
    }

    private void known(String path, JsonNode node, Set<String> keys) {
        check(node.isObject(), (path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ") + "must be a map");
        node.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !keys.contains(key))
                .forEach(key -> faults.add(path + key + ": unknown; known are " + new TreeSet<>(keys)));
    }

    private void check(boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }

    private static Set<String> names(Enum<?>[] values) {
        return new TreeSet<>(Arrays.stream(values).map(Enum::name).toList());
    }
}
