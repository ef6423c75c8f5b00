package io.phiwatch.schema.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.schema.Surface;
import io.phiwatch.schema.Tick;
import io.phiwatch.schema.Topic;
import io.phiwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

final class AvroSerdeTest {
    private static final Topic<SpecificRecord> TOPIC = new Topics(Topics.DEFAULT_PREFIX).access(Surface.portal);

    private final Serde<SpecificRecord> serde = new TopicSerdes(BundledSchemas.load()).value(TOPIC);

    @Test
    void writesTheConfluentWireFormat() {
        byte[] bytes = write(tick());

        assertThat(bytes[0]).isZero();
        assertThat(bytes).startsWith(0, 0, 0, 0, 14);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(read(write(tick()))).isEqualTo(tick());
    }

    @Test
    void passesTombstonesOn() {
        assertThat(serde.serializer().serialize(TOPIC.name(), null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC.name(), null)).isNull();
    }

    @Test
    void neverQuotesWhatItCannotRead() {
        byte[] bytes = "\0\0\0\0\2John Doe 123-45-6789".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageNotContaining("123-45")
                .hasNoCause();
    }

    @Test
    void rejectsOtherFormats() {
        assertThatThrownBy(() -> read("{\"json\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void rejectsUnknownIds() {
        assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 99, 0})).isInstanceOf(SchemaException.class);
    }

    private byte[] write(SpecificRecord value) {
        return serde.serializer().serialize(TOPIC.name(), value);
    }

    private SpecificRecord read(byte[] bytes) {
        return serde.deserializer().deserialize(TOPIC.name(), bytes);
    }

    private static Tick tick() {
        return Tick.newBuilder()
                .setTime(Instant.ofEpochMilli(1_795_000_000_000L))
                .setOrigin("ingest-1")
                .build();
    }
}
