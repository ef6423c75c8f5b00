package io.phiwatch.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.ingest.TestSource;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.fact.FactAdapter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class TopicFetcherTest {
    private static final TopicPartition PARTITION = new TopicPartition("logs", 0);
    private static final TopicPull PULL = new TopicPull(
            TestSource.SOURCE.id(), "logs", Map.of("bootstrap.servers", "b:1", "enable.auto.commit", "true"));

    private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private final List<Delivery> taken = new ArrayList<>();
    private boolean away;

    /** A consumer over a topic with two records, of which none was ever committed. */
    private Consumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumers.add(consumer);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(Set.of(PARTITION));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            for (long offset = 0; offset < 2; offset++) {
                ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                        "logs", 0, offset, null, ("line-" + offset).getBytes(StandardCharsets.UTF_8));
                record.headers().add("Content-Type", "text/plain".getBytes(StandardCharsets.UTF_8));
                consumer.addRecord(record);
            }
        });
        return consumer;
    }

    @Test
    void commitsOnlyWhatIsSafe() {
        // Given
        Fed fed = new Fed(TestSource.SOURCE, new FactAdapter(), (source, adapter, delivery) -> {
            if (away && taken.size() == 1) {
                throw new IllegalStateException("broker");
            }
            taken.add(delivery);
        });
        away = true;

        try (TopicFetcher fetcher = new TopicFetcher(PULL, fed, () -> Instant.EPOCH, this::consumer)) {
            // When: our broker is away for the second record, then back
            assertThatThrownBy(() -> fetcher.fetch(new CountDownLatch(1))).isInstanceOf(IllegalStateException.class);
            assertThat(consumers.getFirst().closed()).isTrue();
            away = false;
            fetcher.fetch(new CountDownLatch(1));

            // Then: the first one is there twice, under one id; nothing is missing
            assertThat(taken).extracting(Delivery::text).containsExactly("line-0", "line-0", "line-1");
            assertThat(taken).extracting(Delivery::id).containsExactly("logs-0-0", "logs-0-0", "logs-0-1");
            assertThat(taken.getFirst().mediaType()).isEqualTo("text/plain");
            assertThat(consumers.getLast().committed(Set.of(PARTITION)))
                    .containsEntry(PARTITION, new OffsetAndMetadata(2));
        }
    }

    @Test
    void neverCommitsByItself() {
        assertThat(TopicFetcher.properties(PULL))
                .containsEntry("enable.auto.commit", false)
                .containsEntry("group.id", "phiwatch-ingest-" + TestSource.SOURCE.id())
                .containsEntry("bootstrap.servers", "b:1");
        assertThat(new TopicPull("s", "t", Map.of()).faults()).hasSize(1);
    }
}
