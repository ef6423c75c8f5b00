package io.phiwatch.launcher;

import io.phiwatch.launcher.Node.Shared;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What every Kafka Streams application of a process is told, over what its module asks for. */
final class StreamsSettings {
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private StreamsSettings() {}

    /** Settings of one application: those of its module, the broker, the state folder, static membership. */
    static Map<String, Object> of(Shared shared, Map<String, Object> defaults) {
        Map<String, Object> settings = new HashMap<>(defaults);
        settings.putAll(shared.kafka());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, shared.data().streams().toString());
        // A static member that comes back within the session's time gets its tasks back without a rebalance.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), shared.instanceId());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        return settings;
    }
}
