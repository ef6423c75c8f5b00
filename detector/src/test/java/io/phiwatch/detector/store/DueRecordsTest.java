package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.StoreInMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DueRecordsTest {
    private final KeyValueStore<Bytes, byte[]> store = StoreInMemory.of(Serdes.Bytes(), Serdes.ByteArray());

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void takesWhatIsDueOnceAndInOrder() {
        DueRecords timers = new DueRecords(store);
        set(timers, 30, "c");
        set(timers, 10, "a");
        set(timers, 20, "b");

        assertThat(taken(timers, 20)).containsExactly("a", "b");
        assertThat(taken(timers, 29)).isEmpty();
        assertThat(taken(timers, 30)).containsExactly("c");
    }

    @Test
    void takesATimerThatIsSetInThePast() {
        DueRecords timers = new DueRecords(store);
        set(timers, 10, "a");
        assertThat(taken(timers, 100)).containsExactly("a");

        set(timers, 50, "b");

        assertThat(taken(timers, 100)).containsExactly("b");
    }

    @Test
    void takesNoMoreAtOnceThanItIsAskedFor() {
        DueRecords timers = new DueRecords(store);
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
        set(new DueRecords(store), 10, "a");

        assertThat(taken(new DueRecords(store), 10)).containsExactly("a");
    }

    @Test
    void takesNoTimerThatWasCancelled() {
        DueRecords timers = new DueRecords(store);
        set(timers, 10, "a");
        timers.cancel(10, bytes("a"));

        assertThat(taken(timers, 10)).isEmpty();
    }

    @Test
    void givesBackWhatWasSet() {
        DueRecords records = new DueRecords(store);
        records.set(10, bytes("a"), bytes("value"));

        assertThat(records.takeUntil(10, 100)).singleElement().satisfies(due -> {
            assertThat(due.due()).isEqualTo(10);
            assertThat(due.value()).isEqualTo(bytes("value"));
        });
    }

    @Test
    void keepsTheClocksOfLevelsApart() {
        set(DueRecords.ofLevel(store, 0), 10, "a");
        set(DueRecords.ofLevel(store, 1), 10, "b");

        assertThat(taken(DueRecords.ofLevel(store, 1), 10)).containsExactly("b");
        assertThat(taken(DueRecords.ofLevel(store, 0), 10)).containsExactly("a");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void set(DueRecords timers, long due, String what) {
        timers.set(due, bytes(what));
    }

    private static List<String> taken(DueRecords timers, long time) {
        return timers.takeUntil(time, 100).stream()
                .map(due -> new String(due.what(), StandardCharsets.UTF_8))
                .toList();
    }
}
