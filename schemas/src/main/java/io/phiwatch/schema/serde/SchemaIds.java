package io.phiwatch.schema.serde;

import org.apache.avro.Schema;

/** Names schemas by the 4-byte ids of the Confluent wire format. Thread-safe. */
public interface SchemaIds {
    /**
     * Id under which records of this schema are written.
     *
     * @throws SchemaException where the schema is unknown or the registry refuses it
     */
    int idOf(String subject, Schema schema);

    /**
     * Schema that an id was written with.
     *
     * @throws SchemaException where the id is unknown
     */
    Schema schemaOf(int id);
}
