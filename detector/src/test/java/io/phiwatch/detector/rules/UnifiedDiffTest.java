package io.phiwatch.detector.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
    @Test
    void isEmptyForEqualTexts() {
        assertThat(UnifiedDiff.of("r.yml", "a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void showsAChangeWithItsSurroundings() {
        String before = numbers();

        assertThat(UnifiedDiff.of("r.yml", before, before.replace("10\n", "ten\nten again\n")))
                .isEqualTo("""
                --- a/r.yml
                +++ b/r.yml
                @@ -7,7 +7,8 @@
                 7
                 8
                 9
                -10
                +ten
                +ten again
                 11
                 12
                 13
                """);
    }

    @Test
    void keepsDistantChangesApartAndNearOnesTogether() {
        String before = numbers();

        assertThat(UnifiedDiff.of(
                        "r.yml", before, before.replace("2\n3", "two\n3").replace("19\n", "")))
                .contains("@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n")
                .contains("@@ -16,5 +16,4 @@\n 16\n 17\n 18\n-19\n 20\n");
        assertThat(UnifiedDiff.of("r.yml", before, before.replace("\n8\n", "\n").replace("14\n", "")))
                .containsOnlyOnce("@@ -");
    }

    @Test
    void showsNewAndRemovedTexts() {
        assertThat(UnifiedDiff.of("r.yml", "", "a\nb\n"))
                .isEqualTo("--- a/r.yml\n+++ b/r.yml\n@@ -0,0 +1,2 @@\n+a\n+b\n");
        assertThat(UnifiedDiff.of("r.yml", "a\n", "")).isEqualTo("--- a/r.yml\n+++ b/r.yml\n@@ -1,1 +0,0 @@\n-a\n");
    }

    private static String numbers() {
        return IntStream.rangeClosed(1, 20).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }
}
