package io.phiwatch.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.phi.PhiType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class ScanQualityTest {
    @Test
    void findsWhatWasPlantedAndLeavesTheRest() {
        // When
        Quality quality = Quality.of(20_261_123, 300, 20_000);

        // Then
        assertThat(quality.byType().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        PhiType.builtIn().stream().map(PhiType::name).toList());
        quality.byType().forEach((type, counts) -> {
            assertThat(counts.recall())
                    .as("recall of %s: %s", type, quality.mistakes())
                    .isGreaterThanOrEqualTo(0.99);
            assertThat(counts.precision())
                    .as("precision of %s: %s", type, quality.mistakes())
                    .isGreaterThanOrEqualTo(0.99);
        });
        assertThat(quality.falsePerTenThousandClean())
                .as("%s", quality.mistakes())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void countsAWrongFindingAgainstTheScanner() {
        // Given
        Quality.Counts counts = new Quality.Counts();

        // When
        counts.add(2, 1, 1);

        // Then
        assertThat(counts.recall()).isEqualTo(0.5);
        assertThat(counts.precision()).isEqualTo(0.5);
    }

    @Test
    @EnabledIfSystemProperty(named = "phiwatch.datasets", matches = ".+")
    void findsWhatOthersLabelled() throws Exception {
        // When
        List<LabelledTexts.Recall> recalls =
                LabelledTexts.measure(Path.of(System.getProperty("phiwatch.datasets"), "phi"));

        // Then
        assertThat(recalls)
                .filteredOn(LabelledTexts.Recall::isStructured)
                .hasSizeGreaterThan(9)
                .allSatisfy(recall -> assertThat(recall.recall())
                        .as("%s %s: %s", recall.dataset(), recall.label(), recall.misses())
                        .isGreaterThanOrEqualTo(0.95));
    }
}
