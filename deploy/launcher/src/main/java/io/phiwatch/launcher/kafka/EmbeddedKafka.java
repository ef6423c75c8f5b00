package io.phiwatch.launcher.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A single KRaft node, broker and controller in one, inside this JVM. Its data is a folder: started again on the same
 * folder it goes on where it was, after a crash too. Listens on loopback only.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE_ID = 1;
    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker; returns when it takes requests.
     *
     * @param directory where its data lives; made where it is missing
     * @param port port to listen on; 0 takes a free one
     */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * Starts a broker that stands for one which outlives its clients.
     *
     * @param overrides broker settings that replace those of a broker that dies with its clients
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, Object> overrides) {
        int brokerPort = port == 0 ? freePort() : port;
        try {
            Files.createDirectories(directory);
            format(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the Kafka folder " + directory, e);
        }
        Properties properties = properties(directory, brokerPort, freePort());
        properties.putAll(overrides);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, brokerPort);
    }

    /** Address for clients. */
    public String bootstrapServers() {
        return HOST + ':' + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(Path directory, int brokerPort, int controllerPort) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", NODE_ID);
        properties.put("controller.quorum.voters", NODE_ID + "@" + HOST + ':' + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put(
                "listeners",
                String.format(
                        Locale.ROOT, "PLAINTEXT://%s:%d,CONTROLLER://%s:%d", HOST, brokerPort, HOST, controllerPort));
        properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ':' + brokerPort);
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", false);
        properties.put("offsets.topic.replication.factor", (short) 1);
        properties.put("transaction.state.log.replication.factor", (short) 1);
        properties.put("transaction.state.log.min.isr", 1);
        properties.put("share.coordinator.state.topic.replication.factor", (short) 1);
        properties.put("share.coordinator.state.topic.min.isr", (short) 1);
        // One node: few partitions for its own bookkeeping, small buffers, no waiting for further members.
        properties.put("offsets.topic.num.partitions", 4);
        properties.put("transaction.state.log.num.partitions", 4);
        properties.put("log.cleaner.dedupe.buffer.size", 8L << 20);
        properties.put("log.cleaner.threads", 1);
        properties.put("group.initial.rebalance.delay.ms", 0);
        properties.put("num.network.threads", 2);
        properties.put("num.io.threads", 4);
        // After a kill the controller waits for the session of the broker's former self before it lets it back in.
        properties.put("broker.session.timeout.ms", 3_000);
        properties.put("broker.heartbeat.interval.ms", 500);
        // While it waits, aborting a timed-out transaction would skip its partitions for good, which then hang: see
        // docs/decisions/0005-embedded-broker-after-a-kill.md. So nothing is aborted by time until long after.
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 60_000);
        return properties;
    }

    private static void format(Path directory) {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true);
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("cannot format the Kafka folder " + directory, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the Kafka folder " + directory, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST, e);
        }
    }
}
