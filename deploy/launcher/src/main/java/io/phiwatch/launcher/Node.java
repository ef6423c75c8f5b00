package io.phiwatch.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.phiwatch.launcher.command.EnvironmentException;
import io.phiwatch.launcher.command.SetupOptions;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.launcher.kafka.EmbeddedKafka;
import io.phiwatch.launcher.kafka.TopicAdmin;
import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.TopicSerdes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process: the roles it was told to run, and the broker where none is configured. Parts close in the opposite
 * order of their start.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);
    private static final String BOOTSTRAP = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Shared shared;
    private Optional<IngestRole> ingest = Optional.empty();
    private Optional<AlertingRole> alerting = Optional.empty();

    /**
     * What the roles of one process share.
     *
     * @param kafka client settings, bootstrap servers among them
     * @param clock the time by which ingest and commands go
     * @param accessPartitions partitions of each access topic
     * @param mayMakeKeys whether missing keysets are made: only where the broker, too, is ours
     */
    record Shared(
            PhiwatchConfig config,
            DataFolder data,
            Topics topics,
            TopicSerdes serdes,
            Map<String, Object> kafka,
            InstantSource clock,
            PrometheusMeterRegistry meters,
            int accessPartitions,
            boolean mayMakeKeys) {
        /** Name of this process among those of the installation; kept over restarts. */
        String instanceId() {
            return data.instanceId();
        }

        /** Name of an application of this installation: installations may share a broker. */
        String applicationId(String role) {
            return config.topicPrefix().replace('.', '-') + role;
        }
    }

    private Node(Shared shared) {
        this.shared = shared;
    }

    /**
     * Starts roles.
     *
     * @param clock the time by which ingest goes
     * @throws EnvironmentException where something that they need is not there
     */
    public static Node start(PhiwatchConfig config, DataFolder data, Set<Role> roles, InstantSource clock) {
        makeFolder(data);
        Map<String, Object> kafka = new HashMap<>(config.kafka());
        boolean isEmbedded = !kafka.containsKey(BOOTSTRAP);
        if (isEmbedded && !roles.equals(Role.all())) {
            throw new EnvironmentException("no broker: set kafka.bootstrap.servers, or run all roles in one process");
        }
        Optional<EmbeddedKafka> broker =
                isEmbedded ? Optional.of(EmbeddedKafka.start(data.kafka(), config.embeddedPort())) : Optional.empty();
        broker.ifPresent(own -> kafka.put(BOOTSTRAP, own.bootstrapServers()));
        try {
            return start(config, data, roles, clock, kafka, broker);
        } catch (RuntimeException e) {
            broker.ifPresent(EmbeddedKafka::close);
            throw e;
        }
    }

    private static Node start(
            PhiwatchConfig config,
            DataFolder data,
            Set<Role> roles,
            InstantSource clock,
            Map<String, Object> kafka,
            Optional<EmbeddedKafka> broker) {
        Topics topics = new Topics(config.topicPrefix());
        Shared shared = new Shared(
                config,
                data,
                topics,
                SetupOptions.serdes(config),
                Map.copyOf(kafka),
                clock,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                ensureTopics(config, topics, kafka, broker.isPresent()),
                broker.isPresent());
        Node node = new Node(shared);
        try {
            node.startRoles(roles);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
        broker.ifPresent(own -> {
            // Last to close: everything else still writes to it.
            node.parts.addLast(own);
            node.ports.put("kafka", own.port());
        });
        data.writePorts(node.ports);
        return node;
    }

    private void startRoles(Set<Role> roles) {
        // Streams first: they take longest, and what ingest accepts should find them running.
        if (roles.contains(Role.detector)) {
            parts.push(DetectorRole.start(shared));
        }
        if (roles.contains(Role.alerting)) {
            AlertingRole role = AlertingRole.start(shared);
            parts.push(role);
            alerting = Optional.of(role);
            ports.put("console", role.consolePort());
        }
        if (roles.contains(Role.ingest)) {
            IngestRole role = IngestRole.start(shared);
            parts.push(role);
            ingest = Optional.of(role);
            ports.put("ingest", role.port());
            role.syslogPorts().forEach((name, port) -> ports.put("syslog-" + name, port));
        }
        shared.config().metricsPort().ifPresent(port -> {
            MetricsEndpoint endpoint =
                    MetricsEndpoint.start(shared.config().ingest().host(), port, shared.meters()::scrape);
            parts.push(endpoint);
            ports.put("metrics", endpoint.port());
        });
    }

    /** Takes changed sources from now on, as the reader finds them configured. */
    public void watchSources(Supplier<PhiwatchConfig> reader) {
        ingest.ifPresent(role -> {
            SourcesWatch watch = new SourcesWatch(shared.config(), reader, role::update);
            watch.start();
            parts.push(watch);
        });
    }

    /** The ingest that runs here. */
    public IngestRole ingest() {
        return ingest.orElseThrow(() -> new IllegalStateException("ingest does not run here"));
    }

    /** The alerting that runs here. */
    public AlertingRole alerting() {
        return alerting.orElseThrow(() -> new IllegalStateException("alerting does not run here"));
    }

    /** Kafka client settings of this process. */
    public Map<String, Object> kafka() {
        return shared.kafka();
    }

    public Topics topics() {
        return shared.topics();
    }

    public TopicSerdes serdes() {
        return shared.serdes();
    }

    /** Prints one JSON line with the ports as bound: a script that waits for it may go on. */
    public void announce(PrintWriter out) {
        ObjectNode line = new ObjectMapper().createObjectNode().put("event", "started");
        ports.forEach(line::put);
        out.println(line);
        out.flush();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOGGER.atWarn().addKeyValue("reason", e.getClass().getName()).log("a part did not close");
            }
        }
    }

    private static int ensureTopics(
            PhiwatchConfig config, Topics topics, Map<String, Object> kafka, boolean isEmbedded) {
        try (TopicAdmin admin = new TopicAdmin(kafka)) {
            Optional<Short> replication = isEmbedded ? Optional.of((short) 1) : config.replication();
            admin.ensure(topics, config.partitions(), replication);
            return admin.partitionsOf(topics.access(Surface.portal));
        }
    }

    private static void makeFolder(DataFolder data) {
        try {
            Files.createDirectories(data.path());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + data.path(), e);
        }
    }
}
