package io.phiwatch.schema;

import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * A topic of phiwatch. Keys are UTF-8 strings; values are Avro records, or JSON text where {@code values} is empty.
 *
 * @param name full name, prefix included
 * @param values record types that the topic carries; topics with a clock carry {@link Tick}s too
 * @param partitioning how many partitions it has, by group of co-partitioned topics
 * @param retention how long records are kept; on compacted topics how long those are kept that a later one replaces
 * @param cleanup whether old records go by age or by key
 * @param <V> common type of the values
 */
public record Topic<V>(
        String name, List<Class<? extends V>> values, Partitioning partitioning, Duration retention, Cleanup cleanup) {

    public Topic {
        values = List.copyOf(values);
    }

    /** Groups of topics that have the same partition count. */
    public enum Partitioning {
        /** By tenant and actor. */
        ACCESS,
        /** By tenant, rule and group. */
        SIGNALS,
        /** By the key of the entity that an incident is about. */
        ENTITY,
        /** A single partition. */
        SINGLE
    }

    /** What removes old records. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /** Whether the values are JSON text. */
    public boolean isJson() {
        return values.isEmpty();
    }

    /** Schemas of the values, in the order of {@link #values()}. */
    public List<Schema> schemas() {
        return values.stream()
                .<Schema>map(type -> SpecificData.get().getSchema(type))
                .toList();
    }

    /**
     * Registry subject of one of the schemas: TopicNameStrategy where the topic has one type, TopicRecordNameStrategy
     * where it has several (the two strategies of Confluent's serializers).
     */
    public String subject(Schema schema) {
        return values.size() == 1 ? name + "-value" : name + "-" + schema.getFullName();
    }
}
