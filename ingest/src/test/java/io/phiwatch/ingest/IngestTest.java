package io.phiwatch.ingest;

import static io.phiwatch.ingest.TestSource.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.DeadLetter;
import io.phiwatch.schema.Heartbeat;
import io.phiwatch.schema.SealedPayload;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class IngestTest extends RunningIngest {
    private static final List<String> CANARIES =
            List.of("canary-event", "canary-patient", "203.0.113.77", "canary-cookie", "canary-agent", "123-45-6789");
    private static final String LINE = String.join(" ", CANARIES);

    @Test
    void keepsADeliveryBeforeItAnswers() throws Exception {
        // When
        HttpResponse<String> answer = post(LINE + "\nnonsense\n");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":1,\"duplicates\":0}");
        AccessEvent event = (AccessEvent)
                values(topics.access(Surface.portal), AccessEvent.class).get(0);
        DeadLetter letter =
                (DeadLetter) values(topics.deadLetters(), DeadLetter.class).get(0);
        List<SpecificRecord> seals = values(topics.sealed(), SealedPayload.class);
        assertThat(seals)
                .extracting(seal -> ((SealedPayload) seal).getEventId())
                .containsExactly(event.getEventId(), letter.getEventId());
        assertThat(event.getSealedOffset()).isNotNull();
        assertThat(letter.getSealedOffset()).isNotNull();
        assertThat(letter.getReason()).isEqualTo("malformed_line");
        assertThat(letter.getIndex()).isEqualTo(1);
        assertThat(event.getPhiTypes()).containsExactly("US_SSN");
        assertThat(event.getEventReceived()).isEqualTo(START);
        ProducerRecord<String, byte[]> record = records(topics.access(Surface.portal)).stream()
                .filter(sent -> sent.key().equals(ActorKey.of(event)))
                .findFirst()
                .orElseThrow();
        assertThat(record.timestamp()).isEqualTo(START.toEpochMilli());
        assertThat(record.partition()).isNull();
    }

    @Test
    void letsNoIdentifierOutInTheClear() throws Exception {
        // When
        post(LINE);
        post("bug " + LINE);
        post("/ingest/shop-main", "garbage", LINE);
        post("/ingest/shop-main", "forged", LINE);
        post("/ingest/canary-patient", TestSource.SECRET, LINE);
        brokerFailure = new TimeoutException(LINE);
        String refused = post(LINE + "x").body();
        brokerFailure = null;
        now = START.plusSeconds(2);
        ingest.tick();

        // Then
        List<String> out = new ArrayList<>();
        out.add(refused);
        for (ProducerRecord<String, byte[]> record : List.copyOf(kafka.history())) {
            out.add(record.key());
            out.add(new String(record.value(), StandardCharsets.ISO_8859_1));
            record.headers().forEach(header -> out.add(new String(header.value(), StandardCharsets.ISO_8859_1)));
        }
        logs.list.forEach(log -> {
            out.add(log.getFormattedMessage());
            out.add(String.valueOf(log.getKeyValuePairs()));
            out.add(
                    log.getThrowableProxy() == null
                            ? ""
                            : log.getThrowableProxy().getMessage());
        });
        registry.getMeters().forEach(meter -> out.add(meter.getId().toString()));
        assertThat(out)
                .hasSizeGreaterThan(20)
                .filteredOn(Objects::nonNull)
                .noneMatch(text -> CANARIES.stream().anyMatch(text::contains));
    }

    @Test
    void countsWhatComesAgainWithoutWritingIt() throws Exception {
        // Given
        post(LINE);
        int written = events().size();

        // When
        String again = post(LINE).body();
        String twice = post("other a 10.0.0.1 c d e\nother a 10.0.0.1 c d e").body();
        now = START.plus(SOURCE.maxDelay()).plusSeconds(1);
        String later = post(LINE).body();

        // Then
        assertThat(again).isEqualTo("{\"accepted\":0,\"rejected\":0,\"duplicates\":1}");
        assertThat(twice).isEqualTo("{\"accepted\":1,\"rejected\":0,\"duplicates\":1}");
        assertThat(later).isEqualTo("{\"accepted\":1,\"rejected\":0,\"duplicates\":0}");
        assertThat(events()).hasSize(written + 2);
    }

    @Test
    void refusesForgedDeliveriesUnread() throws Exception {
        assertThat(post("/ingest/shop-main", "forged", LINE).statusCode()).isEqualTo(401);
        assertThat(post("/ingest/shop-main", "garbage", LINE).statusCode()).isEqualTo(401);
        assertThat(events()).isEmpty();
        assertThat(count("refused")).isEqualTo(2);
    }

    @Test
    void aBrokenAdapterCostsADeadLetterOnly() throws Exception {
        // When
        HttpResponse<String> answer = post("bug");

        // Then
        assertThat(answer.body()).isEqualTo("{\"accepted\":0,\"rejected\":1,\"duplicates\":0}");
        DeadLetter letter =
                (DeadLetter) values(topics.deadLetters(), DeadLetter.class).get(0);
        assertThat(letter.getReason()).isEqualTo("malformed");
        assertThat(letter.getField()).isEqualTo("IllegalStateException");
    }

    @Test
    void answersTheHandshakeOfAPlatformAfterItsSignature() throws Exception {
        assertThat(post("hello?").body()).isEqualTo("{\"hello\":\"yes\"}");
        assertThat(post("/ingest/shop-main", "forged", "hello?").statusCode()).isEqualTo(401);
    }

    @Test
    void answersAHandshakeWithoutABody() throws Exception {
        // When
        HttpResponse<String> asked = get("/ingest/shop-main", TestSource.SECRET, "X-Hello");
        HttpResponse<String> forged = get("/ingest/shop-main", "forged", "X-Hello");
        HttpResponse<String> other = get("/ingest/shop-main", TestSource.SECRET, "X-Other");
        HttpResponse<String> unknown = get("/ingest/nobody", TestSource.SECRET, "X-Hello");

        // Then
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).isEqualTo("{\"hello\":\"yes\"}");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(other.statusCode()).isEqualTo(405);
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void refusesWhatItCannotKeep() throws Exception {
        // Given
        brokerFailure = new TimeoutException();

        // When
        HttpResponse<String> refused = post(LINE);
        brokerFailure = null;
        HttpResponse<String> retried = post(LINE);

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(retried.body()).isEqualTo("{\"accepted\":1,\"rejected\":0,\"duplicates\":0}");
    }

    @Test
    void refusesLongBodiesWithoutHoldingThem() throws Exception {
        // Given
        byte[] long50 = new byte[50 * 1024 * 1024];

        // When
        HttpResponse<String> announced =
                post("/ingest/shop-main", TestSource.SECRET, BodyPublishers.ofByteArray(long50));
        HttpResponse<String> chunked = post(
                "/ingest/shop-main",
                TestSource.SECRET,
                BodyPublishers.ofInputStream(() -> new ZeroStream(9 * 1024 * 1024)));

        // Then
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(post(LINE).statusCode()).isEqualTo(200);
    }

    @Test
    void answersUnknownPathsWithoutQuotingThem() throws Exception {
        HttpResponse<String> source = post("/ingest/canary-patient", TestSource.SECRET, LINE);
        HttpResponse<String> path = get("/canary-patient?q=123-45-6789");
        HttpResponse<String> method = get("/ingest/shop-main");
        assertThat(List.of(source, path, method)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isIn(404, 405);
            assertThat(answer.body()).contains("error").doesNotContain("canary", "123-45", "shop-main");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        });
    }

    @Test
    void emptyBodiesAndBinaryGarbageDoNoHarm() throws Exception {
        byte[] garbage = new byte[256];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) i;
        }
        assertThat(post("").body()).isEqualTo("{\"accepted\":0,\"rejected\":0,\"duplicates\":0}");
        assertThat(post("/ingest/shop-main", TestSource.SECRET, BodyPublishers.ofByteArray(garbage))
                        .body())
                .contains("\"accepted\":0", "\"duplicates\":0");
    }

    @Test
    void writesTheClockIntoEveryAccessPartition() {
        // Given
        now = START.plusSeconds(30);

        // When
        ingest.tick();

        // Then
        for (Topic<SpecificRecord> topic : topics.access()) {
            List<ProducerRecord<String, byte[]>> ticks = records(topic).stream()
                    .filter(record -> record.timestamp() == now.toEpochMilli())
                    .toList();
            assertThat(ticks).extracting(ProducerRecord::partition).contains(0, 1);
            Tick tick = (Tick) serdes.value(topic)
                    .deserializer()
                    .deserialize(topic.name(), ticks.get(0).value());
            assertThat(tick.getTime()).isEqualTo(now);
            assertThat(tick.getOrigin()).startsWith("ingest-");
        }
    }

    @Test
    void heartbeatsAndMetricsAddUp() throws Exception {
        // Given
        post(LINE + "\nbad\n" + LINE);
        post(LINE);
        post("/ingest/shop-main", "forged", LINE);
        brokerFailure = new TimeoutException();
        post("lost a 10.0.0.1 c d e\nbad");
        brokerFailure = null;
        now = START.plusSeconds(1);

        // When
        ingest.tick();

        // Then
        double read = registry.get("phiwatch.ingest.read")
                .tag("source", SOURCE.id())
                .counter()
                .count();
        assertThat(read).isEqualTo(7);
        assertThat(List.of(count("accepted"), count("rejected"), count("duplicate"), count("failed"), count("refused")))
                .containsExactly(1.0, 1.0, 2.0, 2.0, 1.0);
        List<Heartbeat> beats = values(topics.heartbeats(), Heartbeat.class).stream()
                .map(Heartbeat.class::cast)
                .filter(beat -> beat.getSecond().equals(Instant.parse("2026-03-01T12:00:00Z")))
                .toList();
        long counted = beats.stream()
                .mapToLong(b -> b.getAccepted() + b.getRejected() + b.getDuplicates() + b.getFailed() + b.getRefused())
                .sum();
        assertThat(counted).isEqualTo(7);
        assertThat(beats).anySatisfy(beat -> assertThat(beat.getOutcomes()).containsEntry("success", 1L));
    }

    @Test
    void anOriginalThatIsTooLargeDoesNotHoldItsEventBack() throws Exception {
        // Given
        ingest.close();
        kafka =
                new MockProducer<>(
                        cluster(),
                        true,
                        new RoundRobinPartitioner(),
                        new StringSerializer(),
                        new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
                        return record.topic().equals(topics.sealed().name())
                                ? CompletableFuture.failedFuture(new RecordTooLargeException())
                                : super.send(record);
                    }
                };
        ingest = Ingest.start(config(), List.of(new FakeAdapter()), TestSource.SCANNER, runtime(), () -> kafka);

        // When
        HttpResponse<String> answer = post(LINE);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(events())
                .singleElement()
                .satisfies(event -> assertThat(event.getSealedOffset()).isNull());
    }

    @Test
    void tellsOperatorsHowItIs() throws Exception {
        ingest.tick();
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).isEqualTo("metrics of the launcher");
    }

    @Test
    void doesNotStartWithAFault() {
        IngestConfig good = config();
        IngestConfig bad = new IngestConfig(
                good.http().at("127.0.0.1", -1),
                List.of(),
                good.privacy(),
                Map.of(),
                IngestConfig.Databases.bundled(),
                Map.of(),
                good.state(),
                IngestConfig.Sources.of(List.of(SOURCE)));
        assertThatThrownBy(() -> Ingest.start(bad, List.of(), TestSource.SCANNER, runtime(), () -> kafka))
                .isInstanceOf(IngestConfigException.class)
                .hasMessageContaining("ingest.http.port")
                .hasMessageContaining("sources[0].platform");
    }

    /** So many zeros, made as they are read. */
    private static final class ZeroStream extends InputStream {
        private int left;

        ZeroStream(int length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }
    }
}
