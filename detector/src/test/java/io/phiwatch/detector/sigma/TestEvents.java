package io.phiwatch.detector.sigma;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events that a rule test describes, in the order written. */
final class TestEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestEvents() {}

    record At(Duration time, Map<String, Object> event) {}

    static List<At> of(JsonNode test) {
        int times = test.path("repeat").path("times").asInt(1);
        Duration every = duration(test.path("repeat").path("every").asText("0s"));
        List<At> events = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            for (JsonNode event : test.get("events")) {
                Map<String, Object> fields = fields(event, i);
                Duration offset = duration(String.valueOf(fields.remove("at")));
                events.add(new At(offset.plus(every.multipliedBy(i)), fields));
            }
        }
        return events;
    }

    private static Map<String, Object> fields(JsonNode event, int n) {
        try {
            return JSON.readValue(event.toString().replace("{n}", String.valueOf(n)), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT));
    }
}
