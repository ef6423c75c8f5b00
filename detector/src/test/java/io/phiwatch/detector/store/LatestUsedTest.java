package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LatestUsedTest {
    private final List<Integer> made = new ArrayList<>();
    private final LatestUsed<Integer, String> values = new LatestUsed<>(8);

    @Test
    void makesAValueOnce() {
        assertThat(get(1)).isEqualTo("made 1");
        assertThat(get(1)).isEqualTo("made 1");
        assertThat(made).containsExactly(1);
    }

    @Test
    void keepsWhatIsUsedThroughAnyNumberOfOthers() {
        for (int i = 0; i < 100; i++) {
            get(0);
            get(1_000 + i);
        }
        assertThat(made).containsOnlyOnce(0);
    }

    @Test
    void letsGoOfWhatIsNot() {
        get(0);
        for (int i = 1; i <= 8; i++) {
            get(i);
        }
        get(0);
        assertThat(made).filteredOn(made -> made == 0).hasSize(2);
    }

    @Test
    void keepsAtLeastHalfOfWhatItMay() {
        for (int i = 0; i < 100; i++) {
            get(i);
        }
        made.clear();
        for (int i = 99; i > 96; i--) {
            get(i);
        }
        assertThat(made).isEmpty();
    }

    @Test
    void takesTheLatestValueWhicheverGenerationTheOneBeforeIsIn() {
        get(0);
        for (int i = 1; i <= 4; i++) {
            get(i);
        }
        values.put(0, "put");
        assertThat(get(0)).isEqualTo("put");
        values.remove(0);
        assertThat(get(0)).isEqualTo("made 0");
    }

    private String get(int key) {
        return values.get(key, it -> {
            made.add(it);
            return "made " + it;
        });
    }
}
