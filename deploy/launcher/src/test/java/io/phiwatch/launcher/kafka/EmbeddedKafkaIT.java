package io.phiwatch.launcher.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final Topic<SpecificRecord> TOPIC = TOPICS.access(Surface.portal);
    private static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());

    @TempDir
    private Path folder;

    @Test
    void keepsTopicsAndRecordsOverARestart() throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
            port = kafka.port();
            try (TopicAdmin admin = new TopicAdmin(clients(kafka))) {
                admin.ensure(TOPICS, 2, Optional.empty());
                assertThat(admin.faults(TOPICS)).isEmpty();
            }
            write(kafka, tick());
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, port)) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(read(kafka)).containsExactly(tick());
            try (TopicAdmin admin = new TopicAdmin(clients(kafka))) {
                admin.ensure(TOPICS, 2, Optional.empty());
                assertThat(admin.partitionsOf(TOPIC)).isEqualTo(2);
            }
        }
    }

    @Test
    void namesTheTopicsThatAreMissing() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
                TopicAdmin admin = new TopicAdmin(clients(kafka))) {
            assertThat(admin.faults(TOPICS))
                    .hasSameSizeAs(TOPICS.all())
                    .first()
                    .asString()
                    .contains("is missing");
        }
    }

    private static void write(EmbeddedKafka kafka, SpecificRecord value) throws Exception {
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                clients(kafka), new StringSerializer(), SERDES.value(TOPIC).serializer())) {
            producer.send(new ProducerRecord<>(TOPIC.name(), "key", value)).get();
        }
    }

    private static List<Object> read(EmbeddedKafka kafka) {
        List<Object> values = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients(kafka), SERDES, TOPIC)) {
            reader.fromBeginning().forEachNow(next -> values.add(next.value()));
        }
        return values;
    }

    private static Map<String, Object> clients(EmbeddedKafka kafka) {
        return new HashMap<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    private static Tick tick() {
        return Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(1_795_000_000_000L))
                .setOrigin("test")
                .build();
    }
}
