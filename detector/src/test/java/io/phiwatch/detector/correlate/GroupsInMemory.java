package io.phiwatch.detector.correlate;

import io.phiwatch.detector.StoreInMemory;
import io.phiwatch.detector.store.Groups;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertHit;
import io.phiwatch.schema.Signal;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Groups in stores in memory, through their real bytes: signals and the clock in, alerts and hits out. */
final class GroupsInMemory {
    private final long mostGroups;
    private final KeyValueStore<String, byte[]> bundles = StoreInMemory.of(Serdes.String(), Serdes.ByteArray());
    private final KeyValueStore<Bytes, byte[]> events = StoreInMemory.of(Serdes.Bytes(), Serdes.ByteArray());
    private final KeyValueStore<String, byte[]> shown = StoreInMemory.of(Serdes.String(), Serdes.ByteArray());
    private final KeyValueStore<Bytes, byte[]> timers = StoreInMemory.of(Serdes.Bytes(), Serdes.ByteArray());

    final List<Alert> alerts = new ArrayList<>();
    final List<AlertHit> hits = new ArrayList<>();
    final List<Firing> firings = new ArrayList<>();
    boolean isLimited;
    long bytesWritten;
    private Groups groups;

    GroupsInMemory() {
        this(Long.MAX_VALUE);
    }

    GroupsInMemory(long mostGroups) {
        this.mostGroups = mostGroups;
        this.groups = open();
    }

    private Groups open() {
        return new Groups(
                new Groups.Stores(counted(bundles), counted(events), counted(shown), counted(timers)),
                List.of("phiwatch.access.admin", "phiwatch.access.portal"),
                mostGroups,
                (rule, change) -> {});
    }

    /** The store, with what is written to it counted: bytes of keys and values, as a changelog has them. */
    @SuppressWarnings("unchecked") // a proxy has the types of what it stands for
    private <K, V> KeyValueStore<K, V> counted(KeyValueStore<K, V> store) {
        return (KeyValueStore<K, V>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("put") || method.getName().equals("delete")) {
                        for (Object argument : arguments) {
                            bytesWritten += bytes(argument);
                        }
                    }
                    return method.invoke(store, arguments);
                });
    }

    private static long bytes(@Nullable Object written) {
        return switch (written) {
            case null -> 0;
            case byte[] bytes -> bytes.length;
            case Bytes bytes -> bytes.get().length;
            case String text -> text.getBytes(StandardCharsets.UTF_8).length;
            default -> Long.BYTES;
        };
    }

    /** Forgets a group where there are too many; tells whether one went. */
    boolean makeRoom(Correlator correlator, Signal signal) {
        boolean hasMadeRoom = groups.makeRoom(
                new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup()).toString(), correlator.level());
        groups.save();
        return hasMadeRoom;
    }

    /** Whether any group of its values is stored. */
    boolean knows(Signal signal) {
        return bundles.get(signal.getTenant() + '|' + String.join("|", signal.getGroup())) != null;
    }

    /** All that is not in the stores is lost. */
    void restart() {
        groups = open();
    }

    void signal(Correlator correlator, Signal signal, long clock) {
        GroupKey key = new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup());
        LogTime time = new LogTime(clock, clock);
        tell(groups.update(key.toString(), correlator, group -> correlator.onSignal(group, signal, time)));
        groups.save();
    }

    /** Signals of one event. */
    void signals(List<Correlator> correlators, Signal signal, long clock) {
        LogTime time = new LogTime(clock, clock);
        for (Correlator correlator : correlators) {
            GroupKey key = new GroupKey(
                    signal.getTenant(), correlator.rule().metadata().id(), signal.getGroup());
            tell(groups.update(key.toString(), correlator, group -> correlator.onSignal(group, signal, time)));
        }
        groups.save();
    }

    /** A signal that counts, and then fails. */
    void fail(Correlator correlator, Signal signal, long clock) {
        GroupKey key = new GroupKey(signal.getTenant(), signal.getRuleId(), signal.getGroup());
        LogTime time = new LogTime(clock, clock);
        try {
            groups.update(key.toString(), correlator, group -> {
                correlator.onSignal(group, signal, time);
                throw new IllegalStateException("expected");
            });
        } finally {
            groups.save();
        }
    }

    /** Number of records that groups are kept in. */
    long bundles() {
        return size(bundles);
    }

    /** Number of timers that are set. */
    long timers() {
        return size(timers);
    }

    void clock(Correlator correlator, long clock) {
        clock(List.of(correlator), clock);
    }

    /** The clock goes on for several rules of one level. */
    void clock(List<Correlator> correlators, long clock) {
        LogTime time = new LogTime(clock, clock);
        Correlator first = correlators.getFirst();
        for (String key :
                groups.takeDue(first.level(), clock, Integer.MAX_VALUE).groups()) {
            String rule = GroupKey.parse(key).ruleId();
            Correlator correlator = correlators.stream()
                    .filter(one -> one.rule().metadata().id().equals(rule))
                    .findFirst()
                    .orElse(first);
            tell(groups.update(key, correlator, group -> correlator.onTimer(group, time)));
        }
        groups.save();
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
        return size(bundles) + size(events) + size(shown) + size(timers);
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
