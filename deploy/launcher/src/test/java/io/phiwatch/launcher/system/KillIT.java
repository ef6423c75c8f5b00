package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.alerting.evidence.EvidenceVerifier;
import io.phiwatch.alerting.evidence.Verdict;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed in the middle of traffic and started again on the same folder: nothing lost, nothing doubled. */
final class KillIT {
    private static final int ACTORS = 12;
    private static final int FAILURES = 12;
    private static final int KILL_AFTER_ROUND = 9;

    @TempDir
    private Path folder;

    @Test
    void losesAndDoublesNoIncidentOverAKill() throws Exception {
        Path config = RunningPhiwatch.config(folder);
        Path data = folder.resolve("data");
        Instant start = Instant.now().minusSeconds(300);

        // Given: every account fails nine times, one short of the threshold; the process is killed amid the tenth round
        RunningPhiwatch first = RunningPhiwatch.start(data, config);
        for (int round = 0; round < KILL_AFTER_ROUND; round++) {
            sendRound(first, round, start, ACTORS);
        }
        sendRound(first, KILL_AFTER_ROUND, start, ACTORS / 2);
        first.kill();

        // When: it is started again, and senders repeat what was under way, then go on
        try (RunningPhiwatch second = RunningPhiwatch.start(data, config)) {
            for (int round = KILL_AFTER_ROUND; round < FAILURES; round++) {
                sendRound(second, round, start, ACTORS);
            }
            second.await(
                    Duration.ofSeconds(60),
                    "an incident for each account",
                    () -> incidents(second).size() >= ACTORS);
            second.await(
                    Duration.ofSeconds(30),
                    "their evidence",
                    () -> evidence(second).size() >= ACTORS);

            // Then
            assertThat(incidents(second).keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, ACTORS).mapToObj(KillIT::user).toList());
            assertThat(second.read(RunningPhiwatch.TOPICS.alerts()).stream()
                            .filter(alert -> alert.getRevision() == 1)
                            .map(Alert::getEntityId))
                    .doesNotHaveDuplicates()
                    .hasSize(ACTORS);
            assertChainsIntact(second);
        }
    }

    private static void assertChainsIntact(RunningPhiwatch phiwatch) {
        Map<String, List<EvidenceEntry>> chains = evidence(phiwatch);
        incidents(phiwatch).values().forEach(incident -> {
            List<EvidenceEntry> chain = chains.get(incident.getIncidentId());
            assertThat(EvidenceVerifier.verify(incident, chain)).isInstanceOf(Verdict.Intact.class);
            assertThat(chain).hasSize((int) incident.getEvidenceCount());
            assertThat(chain.getLast().getHash()).isEqualTo(incident.getEvidenceHead());
        });
    }

    /** Latest state of the incidents by entity; two of one entity would be a doubled incident. */
    private static Map<String, Incident> incidents(RunningPhiwatch phiwatch) {
        Map<String, Incident> byId = phiwatch.read(RunningPhiwatch.TOPICS.incidents()).stream()
                .collect(Collectors.toMap(Incident::getIncidentId, Function.identity(), (older, newer) -> newer));
        return byId.values().stream().collect(Collectors.toMap(Incident::getEntityId, Function.identity()));
    }

    private static Map<String, List<EvidenceEntry>> evidence(RunningPhiwatch phiwatch) {
        return phiwatch.read(RunningPhiwatch.TOPICS.evidence()).stream()
                .collect(Collectors.groupingBy(EvidenceEntry::getIncidentId));
    }

    private static void sendRound(RunningPhiwatch phiwatch, int round, Instant start, int actors) {
        for (int actor = 0; actor < actors; actor++) {
            byte[] body = Payloads.keycloak(
                    "e-" + actor + "-" + round,
                    "LOGIN_ERROR",
                    user(actor),
                    "acme-staff",
                    start.plusSeconds(round * 10L + actor));
            while (phiwatch.post("idp", body, Payloads.bearer("idp-secret")) != 200) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static String user(int actor) {
        return "nurse-" + actor;
    }
}
