package io.phiwatch.detector.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventsTest {
    private static List<Map<String, Object>> read(String text) throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        try (JsonEvents json =
                new JsonEvents("e.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (Map<String, Object> event = json.next(); event != null; event = json.next()) {
                events.add(event);
            }
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}\n{\"a\":2}\n",
                "{\"a\":1}\r\n\r\n{\"a\":2}",
                "{\"a\":1}{\"a\":2}",
                "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n",
                "[{\"a\":1},{\"a\":2}]",
                "[\n{\"a\":1}\n]\n[{\"a\":2}]",
                "[[{\"a\":1}],{\"a\":2}]",
                "\uFEFF{\"a\":1} {\"a\":2}"
            })
    void eventsMayComeInAnyOfTheUsualForms(String text) throws IOException {
        assertThat(read(text)).containsExactly(Map.of("a", 1), Map.of("a", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "[]"})
    void nothingIsNoEvent(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void valuesKeepTheirTypes() throws IOException {
        // When
        Map<String, Object> event = read("{\"text\":\"x\",\"whole\":12345678901,\"part\":1.5,\"truth\":true,"
                        + "\"none\":null,\"list\":[1,\"b\"],\"inner\":{\"deep\":[{\"x\":1}]}}")
                .getFirst();

        // Then
        assertThat(event)
                .containsEntry("text", "x")
                .containsEntry("whole", 12345678901L)
                .containsEntry("part", 1.5)
                .containsEntry("truth", true)
                .containsEntry("none", null)
                .containsEntry("list", List.of(1, "b"))
                .containsEntry("inner", Map.of("deep", List.of(Map.of("x", 1))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":1}\\n{"ssn":123-45-6789}     | e.json:2: not JSON
            {"a":1}\\n"secret"                | e.json:2: an event is an object
            [1]                               | e.json:1: an event is an object
            [{"a":1}                          | e.json:1: not JSON
            {"a":                             | e.json:1: not JSON
            """)
    void whatIsNoEventIsRefusedByPlaceAndNotByContent(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(MalformedEventsException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void eventsBeforeTheFaultWereHanded() throws IOException {
        // Given
        InputStream in = new ByteArrayInputStream("{\"a\":1}\nnonsense".getBytes(StandardCharsets.UTF_8));

        // Then
        try (JsonEvents json = new JsonEvents("e.json", in)) {
            assertThat(json.next()).containsEntry("a", 1);
            assertThatThrownBy(json::next).isInstanceOf(MalformedEventsException.class);
        }
    }

    @Test
    void readsNoFurtherThanItMust() throws IOException {
        // Given: a stream without end
        InputStream endless = new InputStream() {
            private final byte[] line = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                return line[at++ % line.length];
            }
        };

        // When
        try (JsonEvents json = new JsonEvents("-", endless)) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(json.next()).containsEntry("a", 1);
            }

            // Then
            assertThat(json.bytesRead()).isBetween(79_000L, 80_000L);
        }
    }
}
