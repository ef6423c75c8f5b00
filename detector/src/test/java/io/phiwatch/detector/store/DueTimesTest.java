package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DueTimesTest {
    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("timers"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void open() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void takesWhatIsDueOnceAndInOrder() {
        DueTimes timers = new DueTimes(store);
        set(timers, 30, "c");
        set(timers, 10, "a");
        set(timers, 20, "b");

        assertThat(taken(timers, 20)).containsExactly("a", "b");
        assertThat(taken(timers, 29)).isEmpty();
        assertThat(taken(timers, 30)).containsExactly("c");
    }

    @Test
    void takesATimerThatIsSetInThePast() {
        DueTimes timers = new DueTimes(store);
        set(timers, 10, "a");
        assertThat(taken(timers, 100)).containsExactly("a");

        set(timers, 50, "b");

        assertThat(taken(timers, 100)).containsExactly("b");
    }

    @Test
    void takesNoMoreAtOnceThanItIsAskedFor() {
        DueTimes timers = new DueTimes(store);
        set(timers, 10, "a");
        set(timers, 10, "b");
        set(timers, 20, "c");

        assertThat(timers.takeUntil(100, 1)).hasSize(1);
        assertThat(timers.takeUntil(100, 1)).hasSize(1);
        set(timers, 15, "d");
        assertThat(taken(timers, 100)).containsExactly("d", "c");
        assertThat(taken(timers, 100)).isEmpty();
    }

    @Test
    void findsTheTimersOfItsFormerSelf() {
        set(new DueTimes(store), 10, "a");

        assertThat(taken(new DueTimes(store), 10)).containsExactly("a");
    }

    @Test
    void takesNoTimerThatWasCancelled() {
        DueTimes timers = new DueTimes(store);
        set(timers, 10, "a");
        timers.cancel(10, "a".getBytes(StandardCharsets.UTF_8));

        assertThat(taken(timers, 10)).isEmpty();
    }

    private static void set(DueTimes timers, long due, String what) {
        timers.set(due, what.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> taken(DueTimes timers, long time) {
        return timers.takeUntil(time, 100).stream()
                .map(what -> new String(what, StandardCharsets.UTF_8))
                .toList();
    }
}
