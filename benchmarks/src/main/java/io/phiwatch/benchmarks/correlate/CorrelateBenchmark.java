package io.phiwatch.benchmarks.correlate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.benchmarks.BenchmarkBroker;
import io.phiwatch.benchmarks.Output;
import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Three correlations on the same events: phiwatch, Esper and Siddhi in memory, phiwatch and the DSL on a broker. */
@Command(
        name = "correlate",
        description = "Three correlations through phiwatch, Esper, Siddhi and the DSL of Kafka Streams.")
public final class CorrelateBenchmark implements Callable<Integer> {
    private static final Thresholds THRESHOLDS = new Thresholds(20, 30);
    private static final int VALUES = 1_000;
    private static final double LATE = 0.05;
    private static final long CACHE_BYTES = 64L << 20;
    private static final double GROUPS_BUDGET = 1.5;
    private static final double VALUES_BUDGET = 1.3;
    /** Events of a busy actor in an hour: windows are full. */
    private static final int BUSY = 500;

    private static final int TENFOLD = 10;
    private static final int HUNDREDFOLD = 100;
    private static final String PHIWATCH = "phiwatch";
    private static final Map<String, Function<Thresholds, Engine>> ENGINES = engines();

    @Option(names = "--events", description = "Events in memory (default: ${DEFAULT-VALUE}).")
    private int events = 200_000;

    @Option(names = "--events-per-actor", description = "Events of each actor in an hour (default: ${DEFAULT-VALUE}).")
    private int eventsPerActor = 100;

    @Option(names = "--broker-events", description = "Events through the broker (default: ${DEFAULT-VALUE}).")
    private int brokerEvents = 50_000;

    @Option(names = "--broker-seconds", description = "Longest run on the broker (default: ${DEFAULT-VALUE}).")
    private int brokerSeconds = 30;

    @Option(
            names = "--growth-events",
            description = "Events to measure the growth of the cost with (default: ${DEFAULT-VALUE}).")
    private int growthEvents = 40_000;

    @Mixin
    private final Output output = new Output();

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws Exception {
        ObjectNode result = json.createObjectNode().put("events", events).put("actors", actors(events));
        List<Occurrence> inOrder = new Load(events, actors(events), VALUES, 0).generate();
        List<Occurrence> late = new Load(events, actors(events), VALUES, LATE).generate();
        ENGINES.forEach((name, engine) -> InMemoryRun.of(engine.apply(THRESHOLDS), inOrder));
        inMemory(result, inOrder, late);
        onBroker(result);
        growth(result);
        output.print(result);
        return 0;
    }

    private static Map<String, Function<Thresholds, Engine>> engines() {
        Map<String, Function<Thresholds, Engine>> engines = new LinkedHashMap<>();
        engines.put(PHIWATCH, PhiwatchEngine::new);
        engines.put("esper", EsperEngine::new);
        engines.put("siddhi", SiddhiEngine::new);
        return engines;
    }

    private int actors(int ofEvents) {
        return Math.max(1, ofEvents / eventsPerActor);
    }

    private void inMemory(ObjectNode result, List<Occurrence> inOrder, List<Occurrence> late) {
        Truth truth = Truth.of(inOrder, THRESHOLDS);
        Truth truthOfLate = Truth.of(late, THRESHOLDS);
        ArrayNode rows = result.putArray("in_memory");
        double own = 0;
        for (Map.Entry<String, Function<Thresholds, Engine>> engine : ENGINES.entrySet()) {
            InMemoryRun run = InMemoryRun.of(engine.getValue().apply(THRESHOLDS), inOrder);
            InMemoryRun lateRun = InMemoryRun.of(engine.getValue().apply(THRESHOLDS), late);
            own = own == 0 ? run.rate() : own;
            ObjectNode row = rows.addObject()
                    .put("engine", engine.getKey())
                    .put("events_per_second", Math.round(run.rate()))
                    .put("phiwatch_is_faster_by", hundredths(own / run.rate()));
            verdict(row, "", truth.judge(run.episodes()));
            verdict(row, "late_", truthOfLate.judge(lateRun.episodes()));
        }
    }

    private void onBroker(ObjectNode result) throws InterruptedException, ExecutionException {
        Duration limit = Duration.ofSeconds(brokerSeconds);
        List<Occurrence> inOrder = new Load(brokerEvents, actors(brokerEvents), VALUES, 0).generate();
        List<Occurrence> late = new Load(brokerEvents, actors(brokerEvents), VALUES, LATE).generate();
        try (BenchmarkBroker broker = BenchmarkBroker.start()) {
            BrokerRace warmUp = new BrokerRace(broker, "warm-up", THRESHOLDS, limit);
            warmUp.fill(inOrder);
            warmUp.detector();
            BrokerRace race = new BrokerRace(broker, "in-order", THRESHOLDS, limit);
            race.fill(inOrder);
            BrokerRace lateRace = new BrokerRace(broker, "late", THRESHOLDS, limit);
            lateRace.fill(late);
            ArrayNode rows = result.putArray("on_broker_exactly_once");
            BrokerRace.Run own = race.detector();
            Truth truth = Truth.of(inOrder, THRESHOLDS);
            Truth truthOfLate = Truth.of(late, THRESHOLDS);
            brokerRow(rows, PHIWATCH, own, own, truth);
            verdict(
                    (ObjectNode) rows.get(0),
                    "late_",
                    truthOfLate.judge(lateRace.detector().episodes()));
            brokerRow(rows, "kafka-streams-dsl", race.dsl(0), own, truth);
            verdict(
                    (ObjectNode) rows.get(1),
                    "late_",
                    truthOfLate.judge(lateRace.dsl(0).episodes()));
            brokerRow(rows, "kafka-streams-dsl-cached", race.dsl(CACHE_BYTES), own, truth);
        }
    }

    private void brokerRow(ArrayNode rows, String engine, BrokerRace.Run run, BrokerRace.Run own, Truth truth) {
        ObjectNode row = rows.addObject()
                .put("engine", engine)
                .put("events_per_second", Math.round(run.result().rate()))
                .put(
                        "phiwatch_is_faster_by",
                        hundredths(own.result().rate() / run.result().rate()));
        verdict(row, "", truth.judge(run.episodes()));
    }

    private static void verdict(ObjectNode row, String prefix, Truth.Verdict verdict) {
        row.put(prefix + "alerts_due", verdict.truth())
                .put(prefix + "found", verdict.found())
                .put(prefix + "wrong", verdict.wrong())
                .put(prefix + "doubled", verdict.doubled())
                .put(prefix + "exact", verdict.isExact());
    }

    /** Cost of an event under more of one thing, against its cost without. */
    private void growth(ObjectNode result) {
        int few = Math.max(1, growthEvents / BUSY);
        int values = 2 * THRESHOLDS.patients();
        List<Occurrence> base = new Load(growthEvents, few, values, 0).generate();
        List<Occurrence> groups = new Load(growthEvents * TENFOLD, few * TENFOLD, values, 0).generate();
        List<Occurrence> distinct = new Load(growthEvents, few, values * HUNDREDFOLD, 0).generate();
        ArrayNode rows = result.putArray("growth_of_cost");
        ENGINES.forEach((name, engine) -> {
            double cost = cost(engine, THRESHOLDS, base);
            rows.addObject()
                    .put("engine", name)
                    .put("groups_x10", hundredths(cost(engine, THRESHOLDS, groups) / cost))
                    .put("values_x100", hundredths(cost(engine, THRESHOLDS, distinct) / cost))
                    .put("threshold_x10", hundredths(cost(engine, THRESHOLDS.times(TENFOLD), base) / cost));
        });
        rows.addObject()
                .put("engine", "budget")
                .put("groups_x10", GROUPS_BUDGET)
                .put("values_x100", VALUES_BUDGET);
    }

    /** Of an event, the best of three runs. */
    private static double cost(
            Function<Thresholds, Engine> engine, Thresholds thresholds, List<Occurrence> occurrences) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            best = Math.min(
                    best,
                    1 / InMemoryRun.of(engine.apply(thresholds), occurrences).rate());
        }
        return best;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
