package io.phiwatch.schema.serde;

import io.phiwatch.schema.AccessEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro records in the Confluent wire format: a zero byte, the schema id as a big-endian int, the Avro binary form. Reads
 * whatever record type the id names, so one topic can carry several. Thread-safe.
 *
 * @param <V> type of the records
 */
public final class AvroSerde<V extends SpecificRecord> implements Serde<V> {
    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 5;
    private static final int TYPICAL_BYTES = 512;

    static {
        // Avro 1.12.2 maps schema names to classes only where the class is trusted.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getPackage().equals(AccessEvent.class.getPackage())));
    }

    private final SchemaIds ids;
    private final SubjectNames subjects;
    private final Map<Integer, DatumReader<V>> readers = new ConcurrentHashMap<>();
    private final Map<Schema, Integer> writtenIds = new ConcurrentHashMap<>();

    /** Names the registry subject under which a schema is written. */
    public interface SubjectNames {
        String of(Schema schema);
    }

    public AvroSerde(SchemaIds ids, SubjectNames subjects) {
        this.ids = ids;
        this.subjects = subjects;
    }

    @Override
    public Serializer<V> serializer() {
        return (topic, value) -> write(value);
    }

    @Override
    public Deserializer<V> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private byte @Nullable [] write(@Nullable V value) {
        if (value == null) {
            return null;
        }
        Schema schema = value.getSchema();
        int id = writtenIds.computeIfAbsent(schema, it -> ids.idOf(subjects.of(it), it));
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
        out.writeBytes(ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array());
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<V>(schema).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new SerializationException("cannot write " + schema.getFullName(), e);
        }
        return out.toByteArray();
    }

    private @Nullable V read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
            throw new SerializationException("not in the Confluent wire format");
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        DatumReader<V> reader = readers.computeIfAbsent(id, this::readerOf);
        try {
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException e) {
            // The cause may quote content: only its class is told.
            throw new SerializationException("cannot read a record of schema id " + id + ": "
                    + e.getClass().getSimpleName());
        }
    }

    private DatumReader<V> readerOf(int id) {
        Schema written = ids.schemaOf(id);
        Class<?> type = SpecificData.get().getClass(written);
        if (type == null) {
            throw new SchemaException("no class for " + written.getFullName());
        }
        return new SpecificDatumReader<>(written, SpecificData.get().getSchema(type));
    }
}
