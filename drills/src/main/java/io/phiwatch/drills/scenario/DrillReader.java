package io.phiwatch.drills.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.phiwatch.drills.scenario.Step.Pace;
import io.phiwatch.drills.scenario.Step.Part;
import io.phiwatch.drills.source.Delivery.Fate;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads drills from YAML: a list of maps, each a drill. */
final class DrillReader {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Set<String> OF_THE_STEP =
            Set.of("send", "at", "times", "every", "history", "environment", "fate");
    private static final String SILENT = "silent";

    private DrillReader() {}

    static List<Drill> read(InputStream yaml) throws IOException {
        List<Drill> drills = new ArrayList<>();
        for (JsonNode drill : YAML.readTree(yaml)) {
            drills.add(drill(drill));
        }
        return drills;
    }

    private static Drill drill(JsonNode node) {
        String name = required(node, "name");
        List<Script> scripts = new ArrayList<>();
        node.path("platforms").properties().forEach(script -> scripts.add(script(script.getKey(), script.getValue())));
        List<Expectation> expected = new ArrayList<>();
        node.path("expect").forEach(item -> expected.add(expectation(item)));
        return new Drill(
                name,
                required(node, "description"),
                Surface.valueOf(required(node, "surface")),
                duration(node, "after", Duration.ZERO),
                scripts,
                expected);
    }

    private static Script script(String name, JsonNode node) {
        List<Step> steps = new ArrayList<>();
        List<Silence> silences = new ArrayList<>();
        for (JsonNode step : node) {
            if (step.has(SILENT)) {
                silences.add(new Silence(
                        required(step, SILENT), duration(step, "at", Duration.ZERO), duration(required(step, "for"))));
            } else {
                steps.add(step(step));
            }
        }
        return new Script(name, steps, silences);
    }

    private static Step step(JsonNode node) {
        Map<String, String> with = new HashMap<>();
        node.properties().forEach(field -> {
            if (!OF_THE_STEP.contains(field.getKey())) {
                with.put(field.getKey(), field.getValue().asText());
            }
        });
        return new Step(
                required(node, "send"),
                new Pace(
                        duration(node, "at", Duration.ZERO),
                        node.path("times").asInt(1),
                        duration(node, "every", Duration.ZERO)),
                part(node.path("history").asText("false")),
                Environment.valueOf(node.path("environment").asText("production")),
                Fate.valueOf(node.path("fate").asText("arrives").toUpperCase(Locale.ROOT)),
                with);
    }

    private static Part part(String history) {
        return switch (history) {
            case "false" -> Part.ATTACK;
            case "true" -> Part.HISTORY;
            case "own" -> Part.OWN_HISTORY;
            default -> throw new IllegalArgumentException("history: must be true or own");
        };
    }

    private static Expectation expectation(JsonNode node) {
        return new Expectation(required(node, "rule"), text(node, "entity"), duration(node, "within", SOON));
    }

    private static Duration duration(JsonNode node, String field, Duration otherwise) {
        String text = text(node, field);
        return text == null ? otherwise : duration(text);
    }

    /** Such as {@code 90s}, {@code 10m}, {@code -13d}. */
    private static Duration duration(String text) {
        int unit = text.length() - 1;
        long amount = Long.parseLong(text.substring(0, unit));
        return switch (text.charAt(unit)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            case 'd' -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(text + ": no duration such as 90s, 10m, 1h, 2d");
        };
    }

    private static String required(JsonNode node, String field) {
        String text = text(node, field);
        if (text == null) {
            throw new IllegalArgumentException("a drill needs " + field);
        }
        return text;
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}
