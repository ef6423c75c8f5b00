package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonItemTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsOneDocumentAnArrayAndLinesAlike() {
        assertThat(JsonItem.of(bytes("{\"a\":1}"))).hasSize(1);
        assertThat(JsonItem.of(bytes("[{\"a\":1},{\"a\":2}]"))).hasSize(2);
        assertThat(JsonItem.of(bytes("{\"a\":1}\n\n{\"a\":2}\r\n"))).hasSize(2);
        assertThat(JsonItem.of(bytes("[]"))).isEmpty();
        assertThat(JsonItem.of(bytes(" \n"))).isEmpty();
    }

    @Test
    void keepsALineThatIsNoJson() {
        assertThat(JsonItem.of(bytes("{\"a\":1}\nnonsense")))
                .extracting(item -> item.json().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void givesEachItemItsOwnBytes() {
        assertThat(JsonItem.of(bytes(" {\"a\":1} ")).getFirst().raw()).isEqualTo(bytes(" {\"a\":1} "));
        assertThat(JsonItem.of(bytes("[{\"a\": 1},{\"a\":2}]")).getFirst().raw())
                .isEqualTo(bytes("{\"a\":1}"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-11T11:00:59.5Z, 2026-05-11T11:00:59.500Z",
        "2026-05-11T11:00:59+02:00, 2026-05-11T09:00:59Z",
        "2026-05-11 11:00:59Z, 2026-05-11T11:00:59Z",
        "2026-05-11 11:00:59.123456789, 2026-05-11T15:00:59.123456789Z",
        "2026-05-11T11:00:59, 2026-05-11T15:00:59Z",
        "2026-05-11, ",
        "yesterday, ",
        "'', ",
    })
    void takesTimesWithoutAnOffsetInTheGivenZone(String text, Instant expected) {
        assertThat(JsonPayload.time(text, ZoneId.of("America/New_York")).orElse(null))
                .isEqualTo(expected);
    }
}
