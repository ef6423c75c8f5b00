package io.phiwatch.benchmarks.exactlyonce;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Reads a producer's own metrics when it is closed. Kafka makes one for each producer, by the name of this class; where
 * the values go to is told by a setting.
 */
public final class ProducerMeter implements MetricsReporter {
    /** Setting that holds the map to fill. */
    static final String VALUES = "phiwatch.bench.producer.values";

    private static final String GROUP = "producer-metrics";

    private final Map<MetricName, KafkaMetric> metrics = new ConcurrentHashMap<>();
    private Map<String, Double> values = new ConcurrentHashMap<>();

    @Override
    @SuppressWarnings("unchecked") // the setting is ours, and always such a map
    public void configure(Map<String, ?> configs) {
        values = (Map<String, Double>) Objects.requireNonNull(configs.get(VALUES));
    }

    @Override
    public void init(List<KafkaMetric> initial) {
        initial.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        if (metric.metricName().group().equals(GROUP)) {
            metrics.put(metric.metricName(), metric);
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        // What was measured until now is read at the end.
    }

    @Override
    public void close() {
        metrics.forEach((name, metric) -> {
            if (metric.metricValue() instanceof Double value && !value.isNaN()) {
                values.put(name.name(), value);
            }
        });
    }
}
