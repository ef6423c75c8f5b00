package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.correlate.GroupHead;
import io.phiwatch.detector.correlate.window.Event;
import java.util.List;

/** A stored group: its head, and behind it its events where they are few. Immutable. */
final class GroupCodec {
    private final EventCodec events;

    GroupCodec(EventCodec events) {
        this.events = events;
    }

    /**
     * A group as it is stored.
     *
     * @param isSpilled whether its events are in records of their own; none are here then
     */
    record Stored(GroupHead head, boolean isSpilled, List<Event> events) {}

    byte[] encode(Stored group) {
        ByteWriter out = new ByteWriter();
        HeadCodec.write(out, group.head);
        return out.writeBoolean(group.isSpilled)
                .writeList(group.events, this::write)
                .toBytes();
    }

    Stored decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        return new Stored(HeadCodec.readHead(in), in.readBoolean(), in.readList(this::read));
    }

    static GroupHead headOf(byte[] bytes) {
        return HeadCodec.readHead(new ByteReader(bytes));
    }

    /** When the group is due, without reading the rest. */
    static HeadCodec.Timer timerOf(byte[] bytes) {
        return HeadCodec.readTimer(new ByteReader(bytes));
    }

    private void write(ByteWriter out, Event event) {
        events.write(out.writeVarLong(event.time()).writeLong(event.idHash()), event);
    }

    private Event read(ByteReader in) {
        return events.read(in, in.readVarLong(), in.readLong());
    }
}
