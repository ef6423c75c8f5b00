package io.phiwatch.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExerciseMarksTest {
    private static final Instant END = Instant.parse("2026-05-11T16:00:00Z");
    private static final byte[] BODY = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "ex-spring2026";

    @TempDir
    private Path folder;

    private ExerciseMarks marks;

    @BeforeEach
    void open() {
        marks = new ExerciseMarks(Keysets.open(folder.resolve("own"), true).tokens());
    }

    private static Source source(String id) {
        return new Source(
                id,
                "shopify",
                "acme",
                Environment.production,
                Surface.storefront,
                List.of("secret"),
                Duration.ZERO,
                Map.of());
    }

    private static Delivery delivery(byte[] body, Map<String, String> headers, Instant received) {
        return new Delivery(body, headers, received, "d-1");
    }

    @Test
    void aMarkHoldsForItsBodyAndSourceUntilItsEnd() {
        // Given
        Map<String, String> mark = marks.sign(ID, END, source("shop"), BODY);

        // When / Then
        assertThat(marks.of(delivery(BODY, mark, END), source("shop"))).contains(ID);
        assertThat(marks.of(delivery(BODY, mark, END.plusSeconds(1)), source("shop")))
                .isEmpty();
        assertThat(marks.of(delivery(BODY, mark, END), source("other"))).isEmpty();
        assertThat(marks.of(delivery("{}".getBytes(StandardCharsets.UTF_8), mark, END), source("shop")))
                .isEmpty();
    }

    @Test
    void nobodyMarksWithoutTheKey() {
        // Given
        ExerciseMarks stranger = new ExerciseMarks(
                Keysets.open(folder.resolve("of-another"), true).tokens());

        // When
        Map<String, String> forged = stranger.sign(ID, END, source("shop"), BODY);

        // Then
        assertThat(marks.of(delivery(BODY, forged, END), source("shop"))).isEmpty();
    }

    @Test
    void nobodyChangesIdOrEndOfAMark() {
        // Given
        String mark = marks.sign(ID, END, source("shop"), BODY).get(ExerciseMarks.HEADER);

        // When / Then
        for (String changed : List.of(
                mark.replace(ID, "ex-autumn2026"),
                mark.replace(';' + Long.toString(END.getEpochSecond()), ";99999999999"),
                mark.substring(0, mark.length() - 1),
                ID,
                "")) {
            assertThat(marks.of(delivery(BODY, Map.of(ExerciseMarks.HEADER, changed), END), source("shop")))
                    .as(changed)
                    .isEmpty();
        }
    }

    @Test
    void anIdHasNothingThatWouldBreakAnEventId() {
        assertThatThrownBy(() -> marks.sign("ex-a.b", END, source("shop"), BODY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
