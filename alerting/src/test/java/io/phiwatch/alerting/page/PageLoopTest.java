package io.phiwatch.alerting.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.phiwatch.alerting.Alerts;
import io.phiwatch.alerting.EntityPartitioner;
import io.phiwatch.alerting.IncidentCommands;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Topics;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PageLoopTest {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final TopicPartition PARTITION =
            new TopicPartition(TOPICS.pages().name(), 0);
    private static final String INCIDENT = "acme-0123456789abcdef-1";
    private static final int PARTITIONS = 6;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<Long> commits = new ConcurrentLinkedDeque<>();
    private final MockConsumer<String, PageOrder> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            super.commitSync(offsets);
            commits.add(offsets.get(PARTITION).offset());
        }
    };
    private final BlockingQueue<IncidentCommand> results = new LinkedBlockingQueue<>();
    private final MockProducer<String, IncidentCommand> producer =
            new MockProducer<>(
                    cluster(),
                    true,
                    new EntityPartitioner(),
                    new StringSerializer(),
                    Alerts.SERDES.value(TOPICS.incidentCommands()).serializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<String, IncidentCommand> message, Callback callback) {
                    if (sendsToFail > 0) {
                        sendsToFail--;
                        throw new TimeoutException("broker away");
                    }
                    Future<RecordMetadata> sent = super.send(message, callback);
                    results.add(message.value());
                    return sent;
                }
            };
    private Receiver receiver = new Receiver();
    private volatile int sendsToFail;
    private PageLoop loop;
    private String sinkName = "";

    @AfterEach
    void stop() {
        loop.stop();
        loop.await();
        receiver.close();
    }

    @Test
    void aPageIsSentRecordedAndCommitted() throws Exception {
        // Given
        start(new LogSink("log"));
        // When
        notification(1);
        IncidentCommand result = nextResult();
        loop.stop();
        loop.await();
        // Then
        assertThat(result.getCommandId()).isEqualTo(INCIDENT + "-page-1");
        assertThat(result.getType()).isEqualTo(CommandType.page_result);
        assertThat(result.getRole()).isEqualTo("system");
        assertThat(result.getRequestedAt()).isEqualTo(Alerts.START);
        assertThat(result.getDetails())
                .containsEntry("sink", "log")
                .containsEntry("outcome", "delivered")
                .containsEntry("attempts", "1");
        assertThat(commits).containsExactly(0L, 1L);
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void theResultLandsOnThePartitionOfItsIncident() throws Exception {
        // Given
        start(new LogSink("log"));
        // When
        notification(1);
        nextResult();
        // Then
        ProducerRecord<String, IncidentCommand> sent = producer.history().getFirst();
        assertThat(sent.key()).isEqualTo(INCIDENT);
        assertThat(sent.timestamp()).isEqualTo(Alerts.START.toEpochMilli());
        assertThat(sent.topic()).isEqualTo(TOPICS.incidentCommands().name());
    }

    @Test
    void aSinkThatIsDownIsTriedAgainUntilItAnswers() throws Exception {
        // Given
        receiver.close();
        receiver = new Receiver(503, 429, 500);
        start(webhook());
        // When
        notification(1);
        IncidentCommand result = nextResult();
        // Then
        assertThat(result.getDetails()).containsEntry("outcome", "delivered").containsEntry("attempts", "4");
        assertThat(receiver.requests)
                .extracting(request -> request.headers().getFirst("Idempotency-Key"))
                .containsOnly(INCIDENT + "-page-1")
                .hasSize(4);
    }

    @Test
    void aRefusedPageIsNotTriedAgain() throws Exception {
        // Given
        receiver.close();
        receiver = new Receiver(404);
        start(webhook());
        // When
        notification(1);
        IncidentCommand result = nextResult();
        // Then
        assertThat(result.getDetails())
                .containsEntry("outcome", "refused")
                .containsEntry("reason_code", "http_404")
                .containsEntry("attempts", "1");
        assertThat(meters.counter("phiwatch.pages", "sink", "hook", "outcome", "refused")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aPageThatCannotBeSentIsRecordedAsFailedAndTheNextOneIsTried() throws Exception {
        // Given
        receiver.close();
        receiver = new Receiver(IntStream.range(0, 6).mapToObj(i -> 503).toArray(Integer[]::new));
        start(webhook());
        // When
        notification(1);
        notification(2);
        IncidentCommand first = nextResult();
        IncidentCommand second = nextResult();
        // Then
        assertThat(first.getDetails()).containsEntry("outcome", "failed").containsEntry("attempts", "6");
        assertThat(second.getDetails()).containsEntry("outcome", "delivered").containsEntry("attempts", "1");
    }

    @Test
    void aSinkThatThrowsIsAFailureLikeAnyOther() throws Exception {
        // Given
        start(new Sink() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Attempt send(Page page) {
                throw new IllegalStateException("says something secret");
            }
        });
        // When
        notification(1);
        IncidentCommand result = nextResult();
        // Then
        assertThat(result.getDetails()).containsEntry("outcome", "failed").containsEntry("reason_code", "fault");
        assertThat(result.toString()).doesNotContain("secret");
        assertThat(loop.isRunning()).isTrue();
    }

    @Test
    void stoppingWhileASinkIsDownCommitsNothing() throws Exception {
        // Given
        receiver.close();
        receiver = new Receiver(IntStream.range(0, 100).mapToObj(i -> 503).toArray(Integer[]::new));
        start(
                webhook(),
                new PagerConfig(
                        "test",
                        null,
                        new PagerConfig.Retry(Duration.ofSeconds(5), Duration.ofSeconds(10), 50),
                        100,
                        Duration.ofSeconds(1),
                        Roster.empty()));
        notification(1);
        receiver.requests.take();
        // When
        loop.stop();
        loop.await();
        // Then
        assertThat(loop.isRunning()).isFalse();
        assertThat(results).isEmpty();
        assertThat(commits).as("the intent only").containsExactly(0L);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void aResultThatKafkaDidNotTakeIsRecordedAgainWithoutPagingAgain() throws Exception {
        // Given
        sendsToFail = 1;
        start(webhook());
        // When
        notification(1);
        IncidentCommand result = nextResult();
        loop.stop();
        loop.await();
        // Then
        assertThat(result.getDetails()).containsEntry("outcome", "delivered");
        assertThat(receiver.requests).hasSize(1);
        assertThat(commits).containsExactly(0L, 1L);
    }

    private IncidentCommand nextResult() throws InterruptedException {
        return results.poll(20, TimeUnit.SECONDS);
    }

    private void start(Sink sink) {
        start(
                sink,
                new PagerConfig(
                        "test",
                        null,
                        new PagerConfig.Retry(Duration.ofMillis(1), Duration.ofMillis(5), 6),
                        5,
                        Duration.ofMillis(2),
                        Roster.empty()));
    }

    private void start(Sink sink, PagerConfig config) {
        PageLog log = new PageLog(new IncidentCommands(producer, TOPICS), () -> Alerts.START, meters);
        sinkName = sink.name();
        SinkBoard board = new SinkBoard(() -> Alerts.START, meters);
        board.add(sink.name());
        PageLoop.Records records = new PageLoop.Records(log, board);
        loop = new PageLoop(config, sink, consumer, TOPICS.pages().name(), records);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        loop.start();
    }

    private void notification(int number) {
        PageOrder order = SinkContract.order()
                .setPageId(INCIDENT + "-page-" + number)
                .setSink(sinkName)
                .build();
        consumer.schedulePollTask(() -> consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), number - 1L, INCIDENT, order)));
    }

    private Sink webhook() {
        return new WebhookSink(
                WebhookConfig.of("hook", receiver.url(), "a-secret-of-32-characters-or-more"), () -> Alerts.START);
    }

    private static Cluster cluster() {
        Node node = new Node(0, "localhost", 1);
        Node[] nodes = {node};
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new PartitionInfo(TOPICS.incidentCommands().name(), i, node, nodes, nodes))
                .toList();
        return new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
    }
}
