package io.phiwatch.benchmarks.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All engines answer the same question: on events in order they find exactly what there is. */
final class EngineTest {
    private static final Thresholds THRESHOLDS = new Thresholds(20, 30);

    static Stream<Arguments> engines() {
        return Stream.of(
                Arguments.of("phiwatch", (Function<Thresholds, Engine>) PhiwatchEngine::new),
                Arguments.of("esper", (Function<Thresholds, Engine>) EsperEngine::new),
                Arguments.of("siddhi", (Function<Thresholds, Engine>) SiddhiEngine::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("engines")
    void findsAllThreeKindsInOrder(String name, Function<Thresholds, Engine> engine) {
        List<Occurrence> inOrder = new Load(20_000, 200, 1_000, 0).generate();

        List<Span> episodes = InMemoryRun.of(engine.apply(THRESHOLDS), inOrder).episodes();

        assertThat(episodes).extracting(Span::rule).contains(Correlation.values());
        assertThat(Truth.of(inOrder, THRESHOLDS).judge(episodes)).as(name).matches(Truth.Verdict::isExact);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("engines")
    void canBeRunAgain(String name, Function<Thresholds, Engine> engine) {
        List<Occurrence> inOrder = new Load(2_000, 20, 1_000, 0).generate();

        List<Span> first = InMemoryRun.of(engine.apply(THRESHOLDS), inOrder).episodes();
        List<Span> second = InMemoryRun.of(engine.apply(THRESHOLDS), inOrder).episodes();

        assertThat(second).as(name).containsExactlyInAnyOrderElementsOf(first);
    }
}
