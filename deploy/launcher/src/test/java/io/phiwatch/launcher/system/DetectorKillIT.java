package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.detector.DetectorConfig;
import io.phiwatch.detector.sigma.RuleSet;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.launcher.kafka.TopicReader;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A detector in a process of its own, killed under load: started again on the same disk, killed again and started on a new
 * one. Nothing is lost or doubled, and alerts go on soon.
 */
final class DetectorKillIT {
    private static final int PARTITIONS = 4;
    private static final int WAVES_BETWEEN = 15;
    private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");

    /** So long that nothing is forgotten while the test runs. */
    private static final Duration MAX_DELAY = Duration.ofHours(4);

    /** A broker that does not die with the detector aborts by time what the detector left open. */
    private static final Map<String, Object> OUTLIVING =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Topics KILLED = new Topics("killed.");
    private static final Topics CALM = new Topics("calm.");
    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    /** Accounts that detectors remember; the budget is for a million, which takes minutes to build up. */
    private static final int KNOWN = Integer.getInteger("phiwatch.known-accounts", 5_000);

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    /** One revision of an alert. */
    private record Told(
            String id, int revision, AlertState state, String entity, Instant first, Instant last, long hits) {
        static Told of(Alert alert) {
            return new Told(
                    alert.getAlertId(),
                    alert.getRevision(),
                    alert.getState(),
                    alert.getEntityId(),
                    alert.getFirstEventTime(),
                    alert.getLastEventTime(),
                    alert.getHits());
        }
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void losesAndDoublesNoAlertOverKills() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0, OUTLIVING)) {
            // Given
            Map<String, Object> kafka = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
            try (TopicAdmin admin = new TopicAdmin(kafka)) {
                admin.ensure(KILLED, PARTITIONS, Optional.of((short) 1));
                admin.ensure(CALM, PARTITIONS, Optional.of((short) 1));
            }

            // When
            int waves = runAndKill(kafka);
            runCalm(kafka, waves);

            // Then
            List<Told> calm = told(kafka, CALM);
            assertThat(calm).hasSizeGreaterThan(2 * waves);
            assertThat(told(kafka, KILLED)).containsExactlyInAnyOrderElementsOf(calm);
        }
    }

    private int runAndKill(Map<String, Object> kafka) throws Exception {
        try (AccessLogWriter log = new AccessLogWriter(kafka, KILLED, PARTITIONS);
                Bursts bursts = new Bursts(log, START, KNOWN);
                GroupProgress progress = new GroupProgress(kafka, "killed-detector", KILLED, PARTITIONS)) {
            bursts.writeKnown();
            Process first = start(kafka, "disk-1");
            progress.awaitConsumed();
            bursts.goOn();
            awaitAlertAfter(kafka, START);
            awaitWaves(bursts);

            Duration same = killAndRestart(kafka, bursts, first, "disk-1");
            awaitWaves(bursts);
            Duration other = killAndRestart(kafka, bursts, processes.getLast(), "disk-2");
            awaitWaves(bursts);

            bursts.stop();
            bursts.writeQuiet(bursts.waves());
            progress.awaitConsumed();
            System.out.printf(
                    Locale.ROOT,
                    "kill -9 to the next alert: same disk %d ms, new disk %d ms, %d accounts in the state%n",
                    same.toMillis(),
                    other.toMillis(),
                    KNOWN);
            return bursts.waves();
        }
    }

    /** Time from the kill to the first alert on what was logged after it. */
    private Duration killAndRestart(Map<String, Object> kafka, Bursts bursts, Process process, String disk)
            throws IOException, InterruptedException {
        long killed = System.nanoTime();
        process.destroyForcibly().waitFor();
        Instant future = bursts.future();
        start(kafka, disk);
        awaitAlertAfter(kafka, future);
        return Duration.ofNanos(System.nanoTime() - killed);
    }

    private Process start(Map<String, Object> kafka, String disk) throws IOException {
        Path data = Files.createDirectories(folder.resolve(disk));
        Process process = PhiwatchJar.start(
                folder.resolve(disk + ".log"),
                List.of(
                        "run",
                        "detector",
                        "--data",
                        data.toString(),
                        "--set",
                        "kafka.bootstrap.servers=" + kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                        "--set",
                        "topics.prefix=killed.",
                        "--set",
                        "detector.max_delay=" + MAX_DELAY.toHours() + "h"));
        processes.add(process);
        return process;
    }

    /** The same input, judged by a detector that nothing happens to. */
    private void runCalm(Map<String, Object> kafka, int waves) throws Exception {
        try (AccessLogWriter log = new AccessLogWriter(kafka, CALM, PARTITIONS);
                Bursts bursts = new Bursts(log, START, KNOWN)) {
            bursts.writeKnown();
            for (int wave = 0; wave < waves; wave++) {
                bursts.write(wave);
            }
            bursts.writeQuiet(waves);
        }
        try (RunningDetector detector = RunningDetector.start(
                kafka, folder.resolve("calm"), CALM, new DetectorConfig(PARTITIONS, MAX_DELAY), RuleSet.bundled())) {
            detector.awaitConsumed();
        }
    }

    private static void awaitWaves(Bursts bursts) {
        int until = bursts.waves() + WAVES_BETWEEN;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (bursts.waves() < until) {
            assertThat(System.nanoTime()).as("waves stand still").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static List<Told> told(Map<String, Object> kafka, Topics topics) {
        List<Told> told = new ArrayList<>();
        try (TopicReader alerts = new TopicReader(kafka, SERDES, topics.alerts())) {
            alerts.fromBeginning().forEachNow(next -> told.add(Told.of((Alert) next.value())));
        }
        return told;
    }

    private String logs() {
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                text.append(log.getFileName()).append(":\n").append(Files.readString(log));
            }
            return text.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAlertAfter(Map<String, Object> kafka, Instant time) {
        try (TopicReader alerts = new TopicReader(kafka, SERDES, KILLED.alerts())) {
            boolean[] found = {false};
            alerts.fromBeginning().forEach(PATIENCE, next -> {
                found[0] = !((Alert) next.value()).getDetectedAt().isBefore(time);
                return !found[0];
            });
            assertThat(found[0]).as("an alert; the logs:\n%s", logs()).isTrue();
        }
    }
}
