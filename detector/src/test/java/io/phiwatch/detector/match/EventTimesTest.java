package io.phiwatch.detector.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
    private static final EventTimes USUAL = new EventTimes(EventTimes.DEFAULT_FIELDS);

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:00:00Z, 2026-03-02T09:00:00Z",
        "2026-03-02t09:00:00.5z, 2026-03-02T09:00:00.500Z",
        "2026-03-02T10:00:00+01:00, 2026-03-02T09:00:00Z",
        "2026-03-02T10:00:00+0100, 2026-03-02T09:00:00Z",
        "2026-03-02 09:00:00.634, 2026-03-02T09:00:00.634Z",
        "2026-03-02T09:00, 2026-03-02T09:00:00Z",
        "2025-10-24T23:34:34.6406709Z, 2025-10-24T23:34:34.640670900Z",
        "1772442000, 2026-03-02T09:00:00Z",
        "1772442000.25, 2026-03-02T09:00:00.250Z",
        "1772442000000, 2026-03-02T09:00:00Z",
        "1772442000000000, 2026-03-02T09:00:00Z",
        "1772442000000000000, 2026-03-02T09:00:00Z",
        "0, 1970-01-01T00:00:00Z"
    })
    void readsTheTimesThatLogsHave(String text, Instant time) {
        assertThat(USUAL.of(Map.of("time", text))).isEqualTo(time);
    }

    @Test
    void readsNumbers() {
        assertThat(USUAL.of(Map.of("time", 1772442000))).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(USUAL.of(Map.of("time", 1772442000123L))).isEqualTo("2026-03-02T09:00:00.123Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13-40T00:00:00Z", "02/Mar/2026:09:00:00 +0000", "1e9"})
    void whatIsNoTimeIsNone(String text) {
        assertThat(USUAL.of(Map.of("time", text))).isNull();
    }

    @Test
    void theFirstFieldThatHoldsATimeCounts() {
        assertThat(USUAL.of(Map.of("@timestamp", 2, "timestamp", 3, "time", 4))).isEqualTo(Instant.ofEpochSecond(2));
        assertThat(USUAL.of(Map.of("event", Map.of("time", 1), "@timestamp", 2)))
                .isEqualTo(Instant.ofEpochSecond(1));
        assertThat(USUAL.of(Map.of("event.time", 1, "@timestamp", 2))).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(USUAL.of(Map.of("@timestamp", "soon", "time", 4))).isEqualTo(Instant.ofEpochSecond(4));
        assertThat(USUAL.of(Map.of("when", 1))).isNull();
    }

    @Test
    void anyFieldMayBeNamed() {
        assertThat(new EventTimes(List.of("a.when")).of(Map.of("a", Map.of("when", 7), "time", 4)))
                .isEqualTo(Instant.ofEpochSecond(7));
    }
}
