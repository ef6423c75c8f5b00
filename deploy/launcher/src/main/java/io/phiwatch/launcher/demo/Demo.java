package io.phiwatch.launcher.demo;

import io.phiwatch.drills.Simulation;
import io.phiwatch.drills.SimulationConfig;
import io.phiwatch.drills.play.PlayReport;
import io.phiwatch.drills.play.Player;
import io.phiwatch.drills.play.SimulatedClock;
import io.phiwatch.drills.score.Scorecard;
import io.phiwatch.drills.source.SimulatedSource;
import io.phiwatch.drills.source.SimulatedSources;
import io.phiwatch.ingest.IngestConfig;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.Node;
import io.phiwatch.launcher.Role;
import io.phiwatch.launcher.SystemClock;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.schema.Incident;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process with embedded Kafka, simulated traffic and attacks. Its ingest goes by a clock that starts in the past, runs
 * fast, and ends at now.
 */
public final class Demo implements AutoCloseable {
    /** Detections that wait for a window's end still come in. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final long LOOK_AGAIN_MILLIS = 100;

    private final DemoPlan plan;
    private final Simulation simulation;
    private final SimulatedClock clock;
    private final Node node;
    private final Player player;
    private final IncidentWatch watch;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /**
     * What is played.
     *
     * @param length how long the main phase takes in real time
     * @param speed how many times as fast as real time it runs
     */
    public record DemoPlan(long seed, Duration length, double speed) {
        Duration simulated() {
            return Duration.ofMillis((long) (length.toMillis() * speed));
        }
    }

    private Demo(DemoPlan plan, PhiwatchConfig defaults, DataFolder data, Consumer<Incident> onOpened) {
        InstantSource real = SystemClock.get();
        List<SimulatedSource> sources = SimulatedSources.generate(new SecureRandom());
        Instant start = real.instant().minus(plan.simulated());
        this.plan = plan;
        this.simulation = new Simulation(SimulationConfig.of(plan.seed(), start, plan.simulated()));
        this.clock = new SimulatedClock(simulation.preludeStart(), real);
        this.node = Node.start(
                defaults.withSources(sources.stream().map(Demo::configured).toList()), data, Role.all(), clock);
        this.watch = new IncidentWatch(node, real, SystemClock::millisSinceStart, onOpened);
        URI ingest = URI.create("http://127.0.0.1:" + node.ingest().port());
        this.player = new Player(simulation, sources, ingest, clock);
    }

    /**
     * Starts everything; traffic starts with {@link #play}.
     *
     * @param onOpened told of each incident as it opens
     */
    public static Demo start(DemoPlan plan, PhiwatchConfig defaults, DataFolder data, Consumer<Incident> onOpened) {
        return new Demo(plan, defaults, data, onOpened);
    }

    public Node node() {
        return node;
    }

    /** Plays the history and the main phase; blocks until both are over. */
    public PlayReport play() {
        player.prelude(node.ingest()::tick);
        return player.play(plan.speed());
    }

    /** Goes on with ordinary traffic at real speed; blocks until closed. */
    public void linger() {
        player.linger();
    }

    /** What became of the attacks; waits a little for the last. */
    public Scorecard score() {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        while (Scorecard.of(simulation.attacks(), watch.observed()).detected()
                        < simulation.attacks().size()
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
        }
        return Scorecard.of(simulation.attacks(), watch.observed());
    }

    /** Milliseconds from the start of the process to the first incident. */
    public OptionalLong firstIncidentMillis() {
        return watch.firstIncidentMillis();
    }

    /** Largest resident memory so far, in MiB; empty where the system does not tell. */
    public OptionalLong peakMemoryMebibytes() {
        return ResidentMemory.peakMebibytes();
    }

    /** Closing again does nothing. */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        player.close();
        watch.close();
        node.close();
    }

    private static Source configured(SimulatedSource source) {
        return new Source(
                source.id(),
                source.platform(),
                source.tenant(),
                source.environment(),
                source.surface(),
                List.of(source.secret()),
                IngestConfig.DEFAULT_MAX_DELAY,
                Map.of());
    }
}
