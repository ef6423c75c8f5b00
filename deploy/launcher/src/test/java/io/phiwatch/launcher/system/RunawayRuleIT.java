package io.phiwatch.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.launcher.command.rules.Cli;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real jar under one rule that fires 10,000 times in less than a minute: one incident, one page, all the evidence, and
 * a console that answers meanwhile.
 */
final class RunawayRuleIT {
    private static final int ALERTS = 10_000;
    private static final Duration FLOOD = Duration.ofSeconds(60);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    private static final int MOST_PAGES = 2;
    /** One for each alert, and those of the opening and of its page. */
    private static final int LEAST_ENTRIES = ALERTS + 2;

    private static final String ENTITY = "nurse.kim";
    private static final String INCIDENT = EntityKey.of("acme", "actor", ENTITY).incidentId(1);

    @TempDir
    private Path folder;

    private final List<Long> answers = new ArrayList<>();

    @Test
    void tenThousandAlertsAreOneIncidentOnePageWholeEvidenceAndAConsoleThatAnswers() throws Exception {
        try (PageReceiver receiver = new PageReceiver();
                RunningPhiwatch phiwatch = RunningPhiwatch.start(folder.resolve("data"), config(receiver))) {
            long start = System.nanoTime();

            // When
            flood(phiwatch);
            long written = System.nanoTime() - start;
            phiwatch.await(FLOOD, "all alerts in the incident", () -> entries(phiwatch) >= LEAST_ENTRIES);
            long taken = System.nanoTime() - start;

            // Then
            print(written, taken);
            assertThat(Duration.ofNanos(taken)).isLessThan(FLOOD);
            assertThat(answers).allMatch(nanos -> nanos < LONGEST_ANSWER.toNanos());
            assertThat(phiwatch.api("/api/v1/incidents").path("incidents").findValuesAsText("incident_id"))
                    .containsExactly(INCIDENT);
            assertThat(receiver.pages()).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_PAGES);
            assertEvidence(phiwatch);
        }
    }

    private Path config(PageReceiver receiver) throws Exception {
        return Files.writeString(folder.resolve("phiwatch.yaml"), """
                pages:
                  - {name: duty, kind: webhook, url: "%s", secret: a-secret-of-16-or-more}
                """.formatted(receiver.url()));
    }

    private static void flood(RunningPhiwatch phiwatch) {
        TopicSerdes serdes = new TopicSerdes(BundledSchemas.load());
        Instant start = Instant.now();
        try (Producer<String, Alert> producer = new KafkaProducer<>(
                phiwatch.clients(),
                new StringSerializer(),
                serdes.value(RunningPhiwatch.TOPICS.alerts()).serializer())) {
            for (int i = 0; i < ALERTS; i++) {
                Instant at = start.plusMillis(i);
                Alert alert = AlertingStory.alert(ENTITY, "a" + i, "runaway", Level.high, at)
                        .setPlaybook("availability")
                        .build();
                var unused = producer.send(new ProducerRecord<>(
                        RunningPhiwatch.TOPICS.alerts().name(), null, at.toEpochMilli(), alert.getEntityKey(), alert));
            }
        }
    }

    /** Entries of the incident's evidence, as somebody sees them who looks at everything all the time. */
    private long entries(RunningPhiwatch phiwatch) {
        timed(() -> phiwatch.api("/api/v1/incidents"));
        timed(() -> phiwatch.text(
                phiwatch.console() + "/",
                Map.of("Authorization", "Bearer " + phiwatch.token(), "Accept", "text/html")));
        return timed(() -> phiwatch.api("/api/v1/incidents/" + INCIDENT))
                .path("evidence_count")
                .asLong();
    }

    private <T> T timed(Supplier<T> question) {
        long start = System.nanoTime();
        T answer = question.get();
        answers.add(System.nanoTime() - start);
        return answer;
    }

    /** Complete, whole, and provable to whoever has nothing of ours but the public key. */
    private void assertEvidence(RunningPhiwatch phiwatch) {
        assertThat(phiwatch.read(RunningPhiwatch.TOPICS.evidence()).stream()
                        .filter(entry -> entry.getIncidentId().equals(INCIDENT))
                        .filter(entry -> entry.getType() == EvidenceType.alert_raised)
                        .map(EvidenceEntry::getAlertId))
                .hasSize(ALERTS)
                .doesNotHaveDuplicates();
        Path data = folder.resolve("data");
        Path archive = folder.resolve("evidence.zip");
        long start = System.nanoTime();
        Cli.Ran exported = Cli.run("evidence", "export", INCIDENT, "-o", archive, "--data", data);
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        long written = System.nanoTime();
        Cli.Ran verified = Cli.run(
                "evidence", "verify", archive, "--key", data.resolve("keys").resolve("ledger-public.pem"), "--json");
        System.out.printf(
                Locale.ROOT,
                "exported in %.1f s, verified in %.1f s%n",
                (written - start) / 1e9,
                (System.nanoTime() - written) / 1e9);
        assertThat(verified.exitCode()).as(verified.out()).isZero();
        assertThat(verified.document().path("entries").asInt()).isGreaterThanOrEqualTo(LEAST_ENTRIES);
    }

    private void print(long written, long taken) {
        List<Long> sorted = answers.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%d alerts written in %.1f s, taken in after %.1f s (%.0f/s); %d answers of the console meanwhile: "
                        + "median %d ms, longest %d ms%n",
                ALERTS,
                written / 1e9,
                taken / 1e9,
                ALERTS / (taken / 1e9),
                sorted.size(),
                TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() / 2)),
                TimeUnit.NANOSECONDS.toMillis(sorted.getLast()));
    }
}
