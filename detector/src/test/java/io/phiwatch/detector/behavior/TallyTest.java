package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against an oracle that keeps everything: late events, windows of several periods, bytes in between. */
class TallyTest {
    private static final int LATEST = 2;

    private record Seen(long period, int value) {}

    static Stream<Integer> seeds() {
        return IntStream.range(0, 60).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void closesEveryPeriodWithWhatTheOracleFinds(int seed) {
        // Given
        Random random = new Random(seed);
        Profile.Kind kind = random.nextBoolean() ? Profile.Kind.DISTINCT : Profile.Kind.COUNT;
        int window = 1 + random.nextInt(6);
        Tally tally = new Tally(kind);
        List<Seen> all = new ArrayList<>();
        Map<Long, Double> closed = new TreeMap<>();
        long now = 100;

        // When: events come up to two periods late, and periods close after that
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(4) == 0) {
                now += random.nextInt(3);
                long until = now - LATEST - 1;
                for (long period : tally.open(until, window)) {
                    closed.merge(period, tally.value(period, window), (a, b) -> Double.NaN);
                }
                tally.close(until, window);
                tally = again(tally, kind);
            }
            Seen seen = new Seen(now - random.nextInt(LATEST + 1), random.nextInt(12));
            all.add(seen);
            if (kind == Profile.Kind.DISTINCT) {
                tally.see(seen.period, seen.value);
            } else {
                tally.add(seen.period, 1);
            }
            assertThat(tally.value(seen.period, window)).isEqualTo(oracle(all, kind, seen.period, window));
        }

        // Then
        long last = now - LATEST - 1;
        closed.forEach((period, value) ->
                assertThat(value).as("period %s", period).isEqualTo(oracle(all, kind, period, window)));
        for (long period = 100 - LATEST; period <= closedUntil(closed, last); period++) {
            if (oracle(all, kind, period, window) > 0) {
                assertThat(closed).containsKey(period);
            }
        }
    }

    private static long closedUntil(Map<Long, Double> closed, long last) {
        return closed.keySet().stream().mapToLong(Long::longValue).max().orElse(last);
    }

    private static double oracle(List<Seen> all, Profile.Kind kind, long period, int window) {
        Stream<Seen> inside = all.stream().filter(seen -> seen.period <= period && seen.period > period - window);
        return kind == Profile.Kind.DISTINCT
                ? inside.map(Seen::value).distinct().count()
                : inside.count();
    }

    private static Tally again(Tally tally, Profile.Kind kind) {
        ByteWriter out = new ByteWriter();
        tally.write(out);
        return Tally.read(new ByteReader(out.toBytes()), kind);
    }

    @Test
    void takesFewBytes() {
        Tally tally = new Tally(Profile.Kind.COUNT);
        tally.add(20_000, 17);

        ByteWriter out = new ByteWriter();
        tally.write(out);

        assertThat(out.toBytes()).hasSizeLessThan(10);
    }

    @Test
    void aFloodOfValuesDoesNotGrowIt() {
        Tally tally = new Tally(Profile.Kind.DISTINCT);

        for (int value = 0; value < 10_000; value++) {
            tally.see(7, value);
        }

        assertThat(tally.value(7, 1)).isEqualTo(Tally.MOST_VALUES);
        assertThat(tally.see(7, 20_000)).isFalse();
    }

    @Test
    void whatIsKnownChangesNothing() {
        Tally tally = new Tally(Profile.Kind.DISTINCT);

        assertThat(tally.see(7, 1)).isTrue();
        assertThat(tally.see(7, 1)).isFalse();
        assertThat(tally.see(8, 1)).isTrue();
    }
}
