package io.phiwatch.launcher.command;

import io.phiwatch.launcher.DataFolder;
import io.phiwatch.launcher.config.ConfigLoader;
import io.phiwatch.launcher.config.PhiwatchConfig;
import io.phiwatch.schema.Topics;
import io.phiwatch.schema.serde.BundledSchemas;
import io.phiwatch.schema.serde.SchemaIds;
import io.phiwatch.schema.serde.SchemaRegistry;
import io.phiwatch.schema.serde.TopicSerdes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the installation is and how it is configured: the same options for all commands. */
public final class SetupOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file (YAML).")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the installation (default: ${DEFAULT-VALUE}).",
            defaultValue = "data")
    private Path data = Path.of("data");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a value of the configuration, such as --set ingest.http.port=0.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** The configuration, validated. */
    public PhiwatchConfig config() {
        return new ConfigLoader(System.getenv()).load(Optional.ofNullable(config), overrides);
    }

    public DataFolder data() {
        return new DataFolder(data.toAbsolutePath().normalize());
    }

    /**
     * Kafka client settings of a system that runs: as configured, or of the embedded broker that runs on the data folder.
     *
     * @throws EnvironmentException where neither is there
     */
    public Map<String, Object> kafkaProperties() {
        Map<String, Object> properties = new HashMap<>(config().kafka());
        if (!properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            OptionalInt port = data().port("kafka");
            if (port.isEmpty()) {
                throw new EnvironmentException(
                        "no broker: set kafka.bootstrap.servers, or start `phiwatch run all --data " + data().path()
                                + "`");
            }
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port.getAsInt());
        }
        return properties;
    }

    public Topics topics() {
        return new Topics(config().topicPrefix());
    }

    public TopicSerdes serdes() {
        return serdes(config());
    }

    /** Serdes of a configuration: over its registry, or over the bundled schemas. */
    public static TopicSerdes serdes(PhiwatchConfig config) {
        SchemaIds ids = config.registry().<SchemaIds>map(SchemaRegistry::new).orElseGet(BundledSchemas::load);
        return new TopicSerdes(ids);
    }
}
