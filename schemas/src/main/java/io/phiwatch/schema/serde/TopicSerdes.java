package io.phiwatch.schema.serde;

import io.phiwatch.schema.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of the topic catalogue. Keys are strings on every topic. Thread-safe. */
public final class TopicSerdes {
    private final SchemaIds ids;

    public TopicSerdes(SchemaIds ids) {
        this.ids = ids;
    }

    /** Serde of the keys of every topic. */
    public Serde<String> key() {
        return Serdes.String();
    }

    /** Serde of the values of an Avro topic. */
    public <V extends SpecificRecord> Serde<V> value(Topic<V> topic) {
        return new AvroSerde<>(ids, topic::subject);
    }

    /** Serde for a state store that keeps records of one type; its schema is registered under the store's name. */
    public <V extends SpecificRecord> Serde<V> store(String storeName, Class<V> type) {
        return new AvroSerde<>(ids, schema -> storeName + "-value");
    }

    /** Serde of the values of a JSON topic. */
    public Serde<String> json() {
        return Serdes.String();
    }
}
