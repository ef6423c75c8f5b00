package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.StoreInMemory;
import java.lang.reflect.Proxy;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
    private static final byte[] VALUE = {1};

    private final KeyValueStore<String, byte[]> store = StoreInMemory.of(Serdes.String(), Serdes.ByteArray());
    private int asked;

    /** The store, with what it is asked for counted. */
    @SuppressWarnings("unchecked") // a proxy has the types of what it stands for
    private KeyValueStore<String, byte[]> counting() {
        return (KeyValueStore<String, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (proxy, method, arguments) -> {
                    asked += method.getName().equals("get") ? 1 : 0;
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void knowsWhatTheStoreHeldBeforeAndWhatWasPutWhileItLearnt() {
        // Given
        IntStream.range(0, 1_000).forEach(i -> store.put("old-" + i, VALUE));
        KnownKeys<String> keys = KnownKeys.ofTexts(store);

        // When
        for (int i = 0; i < 1_000; i++) {
            keys.put("new-" + i, VALUE);
            keys.learn(7);
        }

        // Then
        assertThat(IntStream.range(0, 1_000)).allMatch(i -> keys.get("old-" + i) != null);
        assertThat(IntStream.range(0, 1_000)).allMatch(i -> keys.get("new-" + i) != null);
        assertThat(keys.get("never")).isNull();
    }

    @Test
    void doesNotAskForMostOfWhatIsNotThere() {
        // Given
        KnownKeys<String> keys = KnownKeys.ofTexts(counting());
        IntStream.range(0, 50_000).forEach(i -> keys.put("acme|staff-" + i, VALUE));
        keys.get("acme|staff-x");
        assertThat(asked).isOne();
        keys.learn(Integer.MAX_VALUE);

        // When
        asked = 0;
        IntStream.range(50_000, 100_000).forEach(i -> keys.get("acme|staff-" + i));

        // Then
        assertThat(asked).isLessThan(500);
    }

    @Test
    void goesOnKnowingWhenMoreIsPutThanItHasRoomFor() {
        // Given
        KnownKeys<String> keys = KnownKeys.ofTexts(store);
        keys.learn(2);

        // When
        for (int i = 0; i < 300_000; i++) {
            keys.put("key-" + i, VALUE);
            if (i % 1_000 == 0) {
                keys.learn(10_000);
            }
        }

        // Then
        assertThat(IntStream.range(0, 300_000)).allMatch(i -> keys.get("key-" + i) != null);
    }
}
