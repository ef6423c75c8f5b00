package io.phiwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExerciseIdTest {
    private static EventRef event(String id) {
        return EventRef.newBuilder()
                .setEventId(id)
                .setEventTime(Instant.EPOCH)
                .setReceived(Instant.EPOCH)
                .setSourceId("s")
                .setTopic("t")
                .setPartition(0)
                .setOffset(0)
                .build();
    }

    @Test
    void anEventOfAnExerciseSaysSoInItsId() {
        // When
        String id = ExerciseId.mark("ex-1a2b", "0c1d");

        // Then
        assertThat(ExerciseId.of(id)).contains("ex-1a2b");
        assertThat(ExerciseId.of("0c1d")).isEmpty();
        assertThat(ExerciseId.of("ex-1a2b")).isEmpty();
    }

    @Test
    void eventsAreOfAnExerciseOnlyIfAllAreOfTheSame() {
        // Given
        EventRef first = event(ExerciseId.mark("ex-1a2b", "01"));
        EventRef second = event(ExerciseId.mark("ex-1a2b", "02"));

        // When / Then
        assertThat(ExerciseId.ofAll(List.of(first, second))).contains("ex-1a2b");
        assertThat(ExerciseId.ofAll(List.of(first, event("03")))).isEmpty();
        assertThat(ExerciseId.ofAll(List.of(first, event(ExerciseId.mark("ex-9z9z", "04")))))
                .isEmpty();
        assertThat(ExerciseId.ofAll(List.of())).isEmpty();
    }

    @Test
    void idsArePlainWords() {
        assertThat(ExerciseId.isValid("ex-spring2026")).isTrue();
        assertThat(ExerciseId.isValid("ex-a.b")).isFalse();
        assertThat(ExerciseId.isValid("spring")).isFalse();
    }
}
