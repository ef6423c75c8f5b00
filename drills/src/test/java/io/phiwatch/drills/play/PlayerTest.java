package io.phiwatch.drills.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.phiwatch.drills.Simulation;
import io.phiwatch.drills.SimulationConfig;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSource;
import io.phiwatch.drills.source.SimulatedSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlayerTest {
    private static final double FAST = 400;

    private final List<SimulatedSource> sources = SimulatedSources.withSecrets(id -> "secret-of-" + id);
    private final Instant real = InstantSource.system().instant();
    private final Simulation simulation =
            new Simulation(SimulationConfig.of(3, real.minus(Duration.ofMinutes(20)), Duration.ofMinutes(5)));
    private final SimulatedClock clock = new SimulatedClock(simulation.preludeStart(), InstantSource.system());
    private final Map<String, List<String>> received = new HashMap<>();
    private final CountDownLatch someReceived = new CountDownLatch(50);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile ToIntFunction<String> status = source -> 200;
    private HttpServer server;
    private Player player;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ingest/", this::receive);
        server.start();
        URI ingest = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        player = new Player(simulation, sources, ingest, clock);
    }

    @AfterEach
    void stop() {
        player.close();
        server.stop(0);
        threads.close();
    }

    @Test
    void preludeStepsTheClockThroughTwoWeeks() {
        // Given
        List<Instant> ticks = new ArrayList<>();

        // When
        PlayReport report = player.prelude(() -> ticks.add(clock.instant()));

        // Then
        assertThat(report.isClean()).isTrue();
        assertThat(report.accepted()).isEqualTo(simulation.prelude().size()).isEqualTo(24 * 14);
        assertThat(received.get(SimulatedSources.PORTAL_IDP))
                .containsExactlyInAnyOrderElementsOf(bodies(SimulatedSources.PORTAL_IDP, simulation.prelude()));
        assertThat(ticks).hasSize(Simulation.PRELUDE_DAYS).isSorted().doesNotHaveDuplicates();
        assertThat(clock.instant()).isEqualTo(simulation.config().start());
        assertThat(player.progress()).isZero();
    }

    @Test
    void mainPhaseKeepsTheOrderOfEachSourceAndEndsWithTheClockAtItsEnd() {
        // Given
        clock.advanceTo(simulation.config().start());

        // When
        PlayReport report = player.play(FAST);

        // Then
        List<Delivery> timeline = simulation.timeline();
        assertThat(report.isClean()).isTrue();
        assertThat(report.sent()).isEqualTo(timeline.size());
        assertThat(player.progress()).isEqualTo(1.0);
        for (SimulatedSource source : sources) {
            assertThat(received.get(source.id())).isEqualTo(bodies(source.id(), timeline));
        }
        assertThat(clock.instant()).isAfterOrEqualTo(simulation.config().end());
    }

    @Test
    void theClockWaitsForAnIngestThatIsSlow() {
        // Given: one at a time, the busiest source needs more than twice as long as the simulation lasts
        clock.advanceTo(simulation.config().start());
        Map<String, List<Instant>> arrivals = new ConcurrentHashMap<>();
        status = source -> {
            arrivals.computeIfAbsent(source, any -> new ArrayList<>()).add(clock.instant());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return 200;
        };

        // When
        PlayReport report = player.play(100);

        // Then
        assertThat(report.isClean()).isTrue();
        for (SimulatedSource source : sources) {
            List<Instant> sent = simulation.timeline().stream()
                    .filter(delivery -> delivery.sourceId().equals(source.id()))
                    .map(Delivery::at)
                    .toList();
            List<Instant> arrived = arrivals.getOrDefault(source.id(), List.of());
            assertThat(arrived).hasSameSizeAs(sent);
            assertThat(IntStream.range(0, sent.size()).mapToObj(i -> Duration.between(sent.get(i), arrived.get(i))))
                    .allMatch(late -> late.compareTo(Duration.ofMinutes(4)) < 0);
        }
    }

    @Test
    void refusalsAreCountedBySourceAndStatus() {
        // Given
        clock.advanceTo(simulation.config().start());
        status = source -> source.equals(SimulatedSources.VIDEO) ? 401 : 200;

        // When
        PlayReport report = player.play(FAST);

        // Then
        long refused = bodies(SimulatedSources.VIDEO, simulation.timeline()).size();
        assertThat(report.isClean()).isFalse();
        assertThat(report.failed()).isEqualTo(refused).isPositive();
        assertThat(report.sent()).isEqualTo(report.accepted() + report.failed());
        assertThat(report.problems()).isEqualTo(Map.of("video 401", refused));
    }

    @Test
    void anIngestThatIsBusyIsAskedAgain() {
        // Given
        clock.advanceTo(simulation.config().start());
        AtomicInteger asked = new AtomicInteger();
        status = source -> source.equals(SimulatedSources.SHOP) && asked.getAndIncrement() < 2 ? 503 : 200;

        // When
        PlayReport report = player.play(FAST);

        // Then
        assertThat(report.isClean()).isTrue();
        assertThat(received.get(SimulatedSources.SHOP)).isEqualTo(bodies(SimulatedSources.SHOP, simulation.timeline()));
    }

    @Test
    void lingersWithBenignTrafficUntilClosed() throws Exception {
        // Given
        Simulation busy = new Simulation(
                new SimulationConfig(3, real.minus(Duration.ofMinutes(20)), Duration.ofMinutes(1), 20_000, Set.of()));
        clock.advanceTo(busy.config().end());
        URI ingest = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        player.close();
        player = new Player(busy, sources, ingest, clock);

        // When
        Future<PlayReport> report = threads.submit(player::linger);
        boolean heard = someReceived.await(20, TimeUnit.SECONDS);
        boolean stillPlaying = !report.isDone();
        player.close();

        // Then
        assertThat(heard).isTrue();
        assertThat(stillPlaying).isTrue();
        assertThat(report.get(10, TimeUnit.SECONDS).accepted()).isPositive();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/ingest/".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int answer = isAuthentic(id, body, exchange) ? status.applyAsInt(id) : 403;
        if (answer == 200) {
            synchronized (received) {
                received.computeIfAbsent(id, any -> new ArrayList<>()).add(body);
            }
            someReceived.countDown();
        }
        byte[] text = "{\"accepted\":1,\"rejected\":0,\"duplicates\":0}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private boolean isAuthentic(String id, String body, HttpExchange exchange) {
        SimulatedSource source =
                sources.stream().filter(any -> any.id().equals(id)).findFirst().orElseThrow();
        String sent = exchange.getRequestHeaders().getFirst("x-zm-request-timestamp");
        Instant at = sent == null ? Instant.EPOCH : Instant.ofEpochSecond(Long.parseLong(sent));
        Delivery delivery = new Delivery(id, source.platform(), Map.of(), body, at);
        return source.authenticate(delivery, at).entrySet().stream()
                .allMatch(header ->
                        header.getValue().equals(exchange.getRequestHeaders().getFirst(header.getKey())));
    }

    private static List<String> bodies(String source, List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(delivery -> delivery.sourceId().equals(source))
                .map(Delivery::body)
                .toList();
    }
}
