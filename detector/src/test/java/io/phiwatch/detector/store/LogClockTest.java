package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.StoreInMemory;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final Set<String> UPSTREAMS = Set.of("0", "1");

    private final KeyValueStore<String, Long> store = StoreInMemory.of(Serdes.String(), Serdes.Long());

    @Test
    void waitsForUpstreamsThatItHasNotHeardOf() {
        LogClock clock = new LogClock(store, UPSTREAMS);

        assertThat(clock.tick("0", 10, UPSTREAMS)).isFalse();
        assertThat(clock.time()).isNull();
        assertThat(clock.tick("1", 5, UPSTREAMS)).isTrue();
        assertThat(clock.time()).isEqualTo(5);
    }

    @Test
    void showsTheLeastOfItsUpstreamsAndNeverGoesBack() {
        LogClock clock = new LogClock(store, UPSTREAMS);
        clock.tick("0", 10, UPSTREAMS);
        clock.tick("1", 5, UPSTREAMS);

        assertThat(clock.tick("1", 20, UPSTREAMS)).isTrue();
        assertThat(clock.time()).isEqualTo(10);
        assertThat(clock.tick("0", 3, UPSTREAMS)).isFalse();
        assertThat(clock.time()).isEqualTo(10);
    }

    @Test
    void remembersItsTimeOverARestart() {
        // Given
        LogClock clock = new LogClock(store, UPSTREAMS);
        clock.tick("0", 10, UPSTREAMS);
        clock.tick("1", 5, UPSTREAMS);

        // When
        LogClock restarted = new LogClock(store, UPSTREAMS);

        // Then
        assertThat(restarted.time()).isEqualTo(5);
        assertThat(restarted.tick("1", 7, UPSTREAMS)).isTrue();
    }
}
