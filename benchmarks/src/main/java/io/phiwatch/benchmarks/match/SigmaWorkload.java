package io.phiwatch.benchmarks.match;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.MapFields;
import io.phiwatch.detector.sigma.Route;
import io.phiwatch.detector.sigma.RuleFile;
import io.phiwatch.detector.sigma.RuleParser;
import io.phiwatch.detector.sigma.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Public Sigma rules, and Windows events that were recorded for some of them. More rules are had by copies whose texts
 * are altered: the first word of three letters or more in each value gets letters of the copy's own, so that a copy shares
 * neither literals nor tests with its original, but keeps their shape, length and most of their letters.
 */
final class SigmaWorkload {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern WORD = Pattern.compile("\\p{L}{3,}");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final List<String> PASSING =
            List.of("UtcTime", "ProcessGuid", "ParentProcessGuid", "LogonGuid", "ProcessId", "ParentProcessId");
    private static final Map<Integer, String> SYSMON =
            Map.of(1, "process_creation", 7, "image_load", 10, "process_access", 11, "file_event", 13, "registry_set");

    private SigmaWorkload() {}

    /** An event with its route, which its reader knows. */
    record Recorded(Map<String, Object> fields, Route route) {}

    private static final class RecordedFields implements Fields<Recorded> {
        private final MapFields fields = new MapFields();

        @Override
        public Accessor<Recorded> accessor(String name) {
            Accessor<Map<String, Object>> accessor = fields.accessor(name);
            return event -> accessor.get(event.fields());
        }

        @Override
        public Iterable<Object> values(Recorded event) {
            return fields.values(event.fields());
        }

        @Override
        public void forEachValue(Recorded event, Consumer<Object> sink) {
            fields.forEachValue(event.fields(), sink);
        }
    }

    /**
     * Rules and events of a folder of data sets.
     *
     * @param rules how many rules; beyond those of the folder, altered copies
     * @param routed whether a rule is only tried on events that its log source covers
     */
    static Workload<Recorded> of(Path datasets, int rules, int events, boolean routed) throws IOException {
        return new Workload<>(
                routed ? "sigma-routed" : "sigma",
                rules(datasets.resolve("sigma-rules"), rules),
                new RecordedFields(),
                routed ? Recorded::route : event -> Route.ANY,
                events(datasets.resolve("sigma-regression"), events));
    }

    private static RuleSet rules(Path folder, int count) throws IOException {
        List<RuleFile> originals = RuleSet.read(folder);
        List<RuleFile> files = new ArrayList<>(originals.subList(0, Math.min(count, originals.size())));
        for (int i = 0; files.size() < count; i++) {
            files.add(copy(originals.get(i % originals.size()), 1 + i / originals.size()));
        }
        // what the engine refuses is no part of a measurement of its speed
        return RuleSet.faultless(RuleParser.parse(files));
    }

    private static RuleFile copy(RuleFile original, int number) throws IOException {
        ObjectNode rule = (ObjectNode) YAML.readTree(original.text());
        String id = rule.path("id").asText() + number;
        rule.put(
                "id",
                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
        rule.put("title", rule.path("title").asText() + " " + number);
        ObjectNode detection = (ObjectNode) rule.get("detection");
        List<String> names = new ArrayList<>();
        detection.fieldNames().forEachRemaining(names::add);
        String letters = "q" + (char) ('a' + number % 26) + (char) ('a' + number / 26) + "z";
        for (String name : names) {
            if (!name.equals("condition")) {
                detection.set(name, altered(detection.get(name), letters));
            }
        }
        return new RuleFile(number + "/" + original.name(), YAML.writeValueAsString(rule));
    }

    private static JsonNode altered(JsonNode node, String letters) {
        if (node.isTextual()) {
            return TextNode.valueOf(WORD.matcher(node.textValue()).replaceFirst(word -> word.group() + letters));
        }
        if (node instanceof ArrayNode list) {
            ArrayNode changed = YAML.createArrayNode();
            list.forEach(item -> changed.add(altered(item, letters)));
            return changed;
        }
        if (node instanceof ObjectNode map) {
            ObjectNode changed = YAML.createObjectNode();
            map.properties().forEach(entry -> changed.set(entry.getKey(), altered(entry.getValue(), letters)));
            return changed;
        }
        return node;
    }

    /** Recorded events in a random order; of each, what passes with time (ids, times) differs from repeat to repeat. */
    private static List<Recorded> events(Path folder, int count) throws IOException {
        List<Recorded> recorded = new ArrayList<>();
        try (Stream<Path> tests = Files.list(folder)) {
            for (Path test : tests.filter(Files::isDirectory).sorted().toList()) {
                for (JsonNode event : JSON.readTree(test.resolve("events.json").toFile())) {
                    recorded.add(recorded(event.path("Event")));
                }
            }
        }
        Random random = new Random(3);
        List<Recorded> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Recorded event = recorded.get(random.nextInt(recorded.size()));
            Map<String, Object> fields = new HashMap<>(event.fields());
            for (String name : PASSING) {
                fields.computeIfPresent(
                        name,
                        (key, value) -> DIGIT.matcher(String.valueOf(value))
                                .replaceAll(digit -> String.valueOf(random.nextInt(10))));
            }
            events.add(new Recorded(fields, event.route()));
        }
        return events;
    }

    private static Recorded recorded(JsonNode event) {
        Map<String, Object> fields = new HashMap<>(map(event.path("System")));
        fields.putAll(map(event.path("EventData")));
        int id = event.path("System").path("EventID").asInt();
        boolean security = event.path("System").path("Channel").asText().equals("Security");
        return new Recorded(
                Map.copyOf(withoutNulls(fields)),
                new Route.Logsource(
                        security ? "" : SYSMON.getOrDefault(id, "registry_event"),
                        "windows",
                        security ? "security" : "sysmon"));
    }

    private static Map<String, Object> map(JsonNode node) {
        return node.isObject() ? JSON.convertValue(node, new TypeReference<>() {}) : Map.of();
    }

    private static Map<String, Object> withoutNulls(Map<String, Object> fields) {
        fields.values().removeIf(value -> value == null);
        return fields;
    }
}
