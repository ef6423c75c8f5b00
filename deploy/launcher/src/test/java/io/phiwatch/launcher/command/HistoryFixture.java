package io.phiwatch.launcher.command;

import io.phiwatch.launcher.Main;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKey;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine;

/** A broker whose access topics hold a history that the test writes. */
final class HistoryFixture implements AutoCloseable {
    static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    static final TopicSerdes SERDES = new TopicSerdes(BundledSchemas.load());
    static final int PARTITIONS = 2;

    private final EmbeddedKafka kafka;
    private final KafkaProducer<String, SpecificRecord> producer;

    /** What a command printed, and its exit code. */
    record Answer(int exitCode, String out, String err) {}

    HistoryFixture(Path folder) {
        kafka = EmbeddedKafka.start(folder, 0);
        try (TopicAdmin admin = new TopicAdmin(clients())) {
            admin.ensure(TOPICS, PARTITIONS, Optional.of((short) 1));
        }
        producer = new KafkaProducer<>(
                clients(),
                new StringSerializer(),
                SERDES.value(TOPICS.access(Surface.portal)).serializer());
    }

    Map<String, Object> clients() {
        return new HashMap<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    void event(AccessEvent event) {
        producer.send(new ProducerRecord<>(
                TOPICS.access(event.getSurface()).name(),
                null,
                event.getEventReceived().toEpochMilli(),
                ActorKey.of(event),
                event));
    }

    /** The tick of a second, in every partition. */
    void tick(Instant time) {
        Tick tick = Tick.newBuilder().setTime(time).setOrigin("test").build();
        for (Surface surface : Surface.values()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(
                        TOPICS.access(surface).name(), partition, time.toEpochMilli(), "tick", tick));
            }
        }
    }

    void flush() {
        producer.flush();
    }

    /** A member of staff does something in the portal. */
    static AccessEvent.Builder by(String actor, String id, Instant time, Action action) {
        return AccessEvent.newBuilder()
                .setEventId(id)
                .setEventTime(time)
                .setEventReceived(time)
                .setTenant("acme")
                .setEnvironment(Environment.production)
                .setSurface(Surface.portal)
                .setSourceId("fhir-main")
                .setSourcePlatform("fhir")
                .setSourceMaxDelayMs(Duration.ofMinutes(10).toMillis())
                .setAction(action)
                .setOutcome(Outcome.success)
                .setActorId(actor)
                .setActorKind(ActorKind.staff);
    }

    /** Runs a command of phiwatch against the broker. */
    Answer run(String... arguments) {
        return execute(Stream.concat(
                        List.of(arguments).stream(),
                        Stream.of("--set", "kafka.bootstrap.servers=" + kafka.bootstrapServers()))
                .toArray(String[]::new));
    }

    /** Runs a command of phiwatch. */
    static Answer execute(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = command.execute(arguments);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }
}
