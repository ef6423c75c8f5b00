package io.phiwatch.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagingDataTest {
    private static final Instant NOW = Instant.parse("2026-09-14T14:00:00Z");

    @Test
    void patientsAreInventedAndTheSameForTheSameSeed() {
        // When
        List<String> lines = new StagingData(4, 50).patientsCsv();

        // Then
        assertThat(lines).hasSize(51).isEqualTo(new StagingData(4, 50).patientsCsv());
        assertThat(lines.subList(1, 51))
                .allSatisfy(line ->
                        assertThat(line).contains("@example.com", "-555-01").hasSizeLessThan(200));
        assertThat(lines.stream().map(line -> line.split(",").length).distinct())
                .containsExactly(10);
    }

    @Test
    void ordersAreOfThePatientsAndOfTheLastMonths() throws Exception {
        // Given
        String patients = String.join("\n", new StagingData(4, 50).patientsCsv());

        // When
        List<String> orders = new StagingData(4, 50).orders(20, NOW);

        // Then
        assertThat(orders).hasSize(20);
        for (String order : orders) {
            var json = new ObjectMapper().readTree(order);
            assertThat(patients).contains(json.path("email").asText());
            assertThat(Instant.parse(json.path("created_at").asText().replace("+00:00", "Z")))
                    .isBetween(NOW.minus(Duration.ofDays(91)), NOW);
        }
    }
}
