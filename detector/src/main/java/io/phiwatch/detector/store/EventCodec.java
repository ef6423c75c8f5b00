package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Surface;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys and values of kept events. A key is the digest of the group, the time, and the hash of the event's id: events of a
 * group lie together. A value is a version, and what the key does not tell. Immutable.
 */
final class EventCodec {
    private static final int VERSION = 1;
    private static final int HAS_AMOUNT = 1;
    private static final int IS_MERGED = 2;
    private static final int IS_SEALED = 4;
    private static final int SHOWS_VALUES_AS_PATIENTS = 8;

    private final List<String> topics;

    /**
     * A codec of events in those topics, which are told by their place: their order must stay. Others are told by name.
     */
    EventCodec(List<String> topics) {
        this.topics = List.copyOf(topics);
    }

    static Bytes key(byte[] group, Event event) {
        return Bytes.wrap(ByteBuffer.allocate(group.length + 2 * Long.BYTES)
                .put(group)
                .putLong(ordered(event.time()))
                .putLong(event.idHash())
                .array());
    }

    /** The key before all keys of a group. */
    static Bytes first(byte[] group) {
        return Bytes.wrap(group);
    }

    /** A key after all keys of a group. */
    static Bytes last(byte[] group) {
        return Bytes.wrap(ByteBuffer.allocate(group.length + 2 * Long.BYTES + 1)
                .put(group)
                .putLong(-1)
                .putLong(-1)
                .array());
    }

    /** Bytes are compared without sign. */
    private static long ordered(long time) {
        return time ^ Long.MIN_VALUE;
    }

    byte[] encode(Event event) {
        ByteWriter out = new ByteWriter();
        write(out, event);
        return out.toBytes();
    }

    /** Writes all but time and id. */
    void write(ByteWriter out, Event event) {
        Event.Counted counted = event.counted();
        EventRef ref = event.ref();
        Double amount = counted.amount();
        Integer sealedPartition = ref.getSealedPartition();
        Long sealedOffset = ref.getSealedOffset();
        boolean isSealed = sealedPartition != null && sealedOffset != null;
        boolean isMerged = counted.events() != 1;
        boolean showsValues = event.patients().equals(counted.values());
        out.writeByte(VERSION)
                .writeByte((amount == null ? 0 : HAS_AMOUNT)
                        | (isMerged ? IS_MERGED : 0)
                        | (isSealed ? IS_SEALED : 0)
                        | (showsValues ? SHOWS_VALUES_AS_PATIENTS : 0))
                .writeByte(
                        Surface.getClassSchema().getEnumOrdinal(event.surface().name()))
                .writeList(counted.rules(), (list, place) -> list.writeVarLong(place))
                .writeVarLong(counted.share())
                .writeList(counted.values(), ByteWriter::writeLong);
        if (amount != null) {
            out.writeDouble(amount);
        }
        if (isMerged) {
            out.writeVarLong(counted.events());
        }
        if (!showsValues) {
            out.writeList(event.patients(), ByteWriter::writeLong);
        }
        out.writeId(ref.getEventId())
                .writeVarLong(ref.getReceived().toEpochMilli() - event.time())
                .writeString(ref.getSourceId());
        writeTopic(out, ref.getTopic());
        out.writeVarLong(ref.getPartition()).writeVarLong(ref.getOffset());
        if (sealedPartition != null && sealedOffset != null) {
            out.writeVarLong(sealedPartition).writeVarLong(sealedOffset);
        }
    }

    Event decode(byte[] key, byte[] value) {
        ByteBuffer place = ByteBuffer.wrap(key).position(key.length - 2 * Long.BYTES);
        long time = ordered(place.getLong());
        long idHash = place.getLong();
        return read(new ByteReader(value), time, idHash);
    }

    /** Reads what {@link #write} wrote. */
    Event read(ByteReader in, long time, long idHash) {
        in.readVersion(VERSION, "kept event");
        int flags = in.readByte();
        Surface surface =
                Surface.valueOf(Surface.getClassSchema().getEnumSymbols().get(in.readByte()));
        List<Integer> rules = in.readList(ByteReader::readVarInt);
        int share = in.readVarInt();
        List<Long> values = in.readList(ByteReader::readLong);
        Double amount = (flags & HAS_AMOUNT) == 0 ? null : Double.valueOf(in.readDouble());
        int events = (flags & IS_MERGED) == 0 ? 1 : in.readVarInt();
        List<Long> patients = (flags & SHOWS_VALUES_AS_PATIENTS) == 0 ? in.readList(ByteReader::readLong) : values;
        EventRef.Builder ref = EventRef.newBuilder()
                .setEventId(in.readId())
                .setEventTime(Instant.ofEpochMilli(time))
                .setReceived(Instant.ofEpochMilli(time + in.readVarLong()))
                .setSourceId(in.readString())
                .setTopic(readTopic(in))
                .setPartition(in.readVarInt())
                .setOffset(in.readVarLong());
        if ((flags & IS_SEALED) != 0) {
            ref.setSealedPartition(in.readVarInt()).setSealedOffset(in.readVarLong());
        }
        return new Event(
                ref.build(), idHash, new Event.Counted(rules, values, amount, events, share), surface, patients);
    }

    private void writeTopic(ByteWriter out, String topic) {
        int known = topics.indexOf(topic);
        out.writeVarLong(known);
        if (known < 0) {
            out.writeString(topic);
        }
    }

    private String readTopic(ByteReader in) {
        int known = in.readVarInt();
        return known < 0 ? in.readString() : topics.get(known);
    }

    /** A pointer by itself, as alerts show it. */
    static void writeRef(ByteWriter out, EventRef ref) {
        long time = ref.getEventTime().toEpochMilli();
        Integer sealedPartition = ref.getSealedPartition();
        out.writeId(ref.getEventId())
                .writeVarLong(time)
                .writeVarLong(ref.getReceived().toEpochMilli() - time)
                .writeRepeated(ref.getSourceId())
                .writeRepeated(ref.getTopic())
                .writeVarLong(ref.getPartition())
                .writeVarLong(ref.getOffset())
                .writeNullable(sealedPartition == null ? null : sealedPartition.longValue())
                .writeNullable(ref.getSealedOffset());
    }

    static EventRef readRef(ByteReader in) {
        EventRef.Builder ref = EventRef.newBuilder().setEventId(in.readId());
        long time = in.readVarLong();
        ref.setEventTime(Instant.ofEpochMilli(time))
                .setReceived(Instant.ofEpochMilli(time + in.readVarLong()))
                .setSourceId(in.readRepeated())
                .setTopic(in.readRepeated())
                .setPartition(in.readVarInt())
                .setOffset(in.readVarLong());
        Optional.ofNullable(in.readNullable()).map(Long::intValue).ifPresent(ref::setSealedPartition);
        Optional.ofNullable(in.readNullable()).ifPresent(ref::setSealedOffset);
        return ref.build();
    }
}
