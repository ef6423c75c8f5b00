package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogClockTest {
    private static final Set<String> UPSTREAMS = Set.of("0", "1");

    @TempDir
    private Path folder;

    private final KeyValueStore<String, Long> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("ticks"), Serdes.String(), Serdes.Long())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void openStore() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(
                new Properties(), new org.apache.kafka.streams.processor.TaskId(0, 0), folder.toFile());
        store.init(context.getStateStoreContext(), store);
    }

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
