package io.phiwatch.detector;

import io.phiwatch.schema.Tick;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/** Ticks go to every partition of {@code signals} (KIP-837), signals where their key says. */
final class SignalsPartitioner implements StreamPartitioner<String, SpecificRecord> {
    @Override
    public Optional<Set<Integer>> partitions(
            String topic, @Nullable String key, @Nullable SpecificRecord value, int numPartitions) {
        return value instanceof Tick
                ? Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet()))
                : Optional.empty();
    }
}
