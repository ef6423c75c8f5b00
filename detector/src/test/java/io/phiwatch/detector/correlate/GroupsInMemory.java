package io.phiwatch.detector.correlate;

import io.phiwatch.detector.store.Groups;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.Signal;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Groups in stores in memory, through their real bytes: signals and the clock in, alerts and hits out. */
final class GroupsInMemory {
    private static final long MOST_GROUPS = 1_000_000;

    private final KeyValueStore<String, byte[]> heads = store("heads", Serdes.String(), Serdes.ByteArray());
    private final KeyValueStore<org.apache.kafka.common.utils.Bytes, byte[]> events =
            store("events", Serdes.Bytes(), Serdes.ByteArray());
    private final KeyValueStore<String, byte[]> shown = store("shown", Serdes.String(), Serdes.ByteArray());
    private final KeyValueStore<org.apache.kafka.common.utils.Bytes, byte[]> timers =
            store("timers", Serdes.Bytes(), Serdes.ByteArray());
    private final KeyValueStore<String, Long> counts = store("counts", Serdes.String(), Serdes.Long());

    final List<Alert> alerts = new ArrayList<>();
    final List<AlertHit> hits = new ArrayList<>();
    final List<Firing> firings = new ArrayList<>();
    boolean isLimited;
    private Groups groups = open();

    private static <K, V> KeyValueStore<K, V> store(String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("unused"));
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private Groups open() {
        return new Groups(
                new Groups.Stores(heads, events, shown, timers, counts),
                List.of("phiwatch.access.admin", "phiwatch.access.portal"),
                MOST_GROUPS);
    }

    /** All that is not in the stores is lost. */
    void restart() {
        groups = open();
    }

    void signal(Correlator correlator, Signal signal, long clock) {
        GroupKey key = new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup());
        LogTime time = new LogTime(clock, clock);
        tell(groups.update(key.toString(), correlator, group -> correlator.onSignal(group, signal, time)));
    }

    void clock(Correlator correlator, long clock) {
        LogTime time = new LogTime(clock, clock);
        for (String key : groups.takeDue(correlator.level(), clock)) {
            tell(groups.update(key, correlator, group -> correlator.onTimer(group, time)));
        }
    }

    private void tell(Outcome outcome) {
        alerts.addAll(outcome.alerts());
        hits.addAll(outcome.hits());
        firings.addAll(outcome.firings());
        isLimited |= outcome.isLimited();
    }

    /** Number of events that are kept. */
    long events() {
        return events.approximateNumEntries();
    }

    /** Number of entries of all stores. */
    long entries() {
        return size(heads) + size(events) + size(shown) + size(timers) + size(counts);
    }

    private static long size(KeyValueStore<?, ?> store) {
        long size = 0;
        try (KeyValueIterator<?, ?> all = store.all()) {
            while (all.hasNext()) {
                all.next();
                size++;
            }
        }
        return size;
    }
}
