package io.phiwatch.detector.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.StoreInMemory;
import io.phiwatch.detector.TestEvents;
import io.phiwatch.detector.behavior.Comparison;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.behavior.Usual;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.detector.sigma.ProfileSet;
import io.phiwatch.detector.store.HeldMatches.Held;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.NetworkKind;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HeldMatchesTest {
    private static final Instant TIME = Instant.parse("2026-03-02T09:00:00Z");
    private static final long RECEIVED = TIME.toEpochMilli();
    private static final long SETTLING = HeldMatches.SETTLING.toMillis();
    private static final LoginFacts LOGIN = new LoginFacts(12, 7_000.25, null, true, null, false, NetworkKind.vpn);

    private static final Profile PROFILE = ProfileSet.bundled().named("exports").orElseThrow();
    private static final List<Comparison> BEHAVIOR = List.of(
            new Comparison(PROFILE, 3, new Usual(1, 0.5), new Comparison.Peers(9, new Usual(2, 1)), null, null));

    private final KeyValueStore<Bytes, byte[]> store = StoreInMemory.of(Serdes.Bytes(), Serdes.ByteArray());
    private final HeldMatches held = matches();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void givesBackWhatWasHeld() {
        Held login = held("e-1", 900, LOGIN);
        Held other = held("e-2", 901, null);
        held.add(login);
        held.add(other);

        assertThat(held.takeUntil(RECEIVED + 901 + SETTLING, 9)).containsExactly(login, other);
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void nothingIsDueBeforeTablesHaveSettled() {
        held.add(held("e-1", 900, null));

        assertThat(held.takeUntil(RECEIVED + 900 + SETTLING - 1, 9)).isEmpty();
        assertThat(held.takeUntil(RECEIVED + 900 + SETTLING, 9)).hasSize(1);
        assertThat(held.takeUntil(RECEIVED + 900 + SETTLING, 9)).isEmpty();
    }

    @Test
    void takesNoMoreThanAskedForAndTheRestLater() {
        held.add(held("e-1", 5, null));
        held.add(held("e-2", 5, null));
        held.add(held("e-3", 5, null));

        assertThat(held.takeUntil(RECEIVED + 5 + SETTLING, 2)).hasSize(2);
        assertThat(held.takeUntil(RECEIVED + 5 + SETTLING, 2)).hasSize(1);
    }

    @Test
    void findsTheMatchesOfItsFormerSelfAndThoseThatComeLate() {
        held.add(held("e-1", 50, null));
        HeldMatches next = matches();

        assertThat(next.takeUntil(RECEIVED + 1_000 + SETTLING, 9)).hasSize(1);
        next.add(held("e-2", 10, null));
        assertThat(next.takeUntil(RECEIVED + 1_000 + SETTLING, 9)).hasSize(1);
    }

    private HeldMatches matches() {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        return new HeldMatches(
                store,
                new TopicSerdes(BundledSchemas.load()).value(topics.access(Surface.portal)),
                Map.of(PROFILE.key(), PROFILE));
    }

    private static Held held(String id, long hold, @Nullable LoginFacts login) {
        AccessEvent event = TestEvents.login(id, TIME, "ann", "US").build();
        return new Held(
                RECEIVED,
                RECEIVED + hold,
                Set.copyOf(List.of("rule-a", "0b9ad457")),
                event,
                EventRefs.of(event, "phiwatch.access.portal", 3, 42),
                login,
                BEHAVIOR);
    }
}
