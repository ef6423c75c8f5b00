package io.phiwatch.detector.correlate;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bytes of {@link GroupState}: a version, then numbers as differences and texts told once. Not thread-safe: stateless. */
public final class GroupStateCodec {
    private static final int VERSION = 1;

    private GroupStateCodec() {}

    /** The state as bytes. */
    public static byte[] encode(GroupState state) {
        ByteWriter out = new ByteWriter();
        out.writeByte(VERSION).writeLong(state.rule()).writeVarLong(state.due());
        writeWindow(out, state.window());
        writeSightings(out, state.recent());
        Episode episode = state.episode();
        out.writeBoolean(episode != null);
        if (episode != null) {
            writeEpisode(out, episode);
        }
        return out.toBytes();
    }

    /** The state that was encoded. */
    public static GroupState decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("group state of unknown version " + version);
        }
        long rule = in.readLong();
        long due = in.readVarLong();
        Window window = readWindow(in);
        List<Sighting> recent = in.readList(GroupStateCodec::readSighting);
        @Nullable Episode episode = in.readBoolean() ? readEpisode(in) : null;
        return new GroupState(rule, window, recent, episode, due);
    }

    private static void writeWindow(ByteWriter out, Window window) {
        out.writeVarLong(window.entries().size());
        for (Window.Entry entry : window.entries()) {
            out.writeLong(entry.key()).writeDouble(entry.weight());
            writeSpan(out, entry.starts());
        }
        out.writeVarLong(window.hot().size());
        window.hot().forEach(span -> writeSpan(out, span));
    }

    private static Window readWindow(ByteReader in) {
        List<Window.Entry> entries = in.readList(it -> {
            long key = it.readLong();
            double weight = it.readDouble();
            return new Window.Entry(key, readSpan(it), weight);
        });
        return new Window(entries, in.readList(GroupStateCodec::readSpan));
    }

    private static void writeSpan(ByteWriter out, Span span) {
        out.writeVarLong(span.from()).writeVarLong(span.to() - span.from());
    }

    private static Span readSpan(ByteReader in) {
        long from = in.readVarLong();
        return new Span(from, from + in.readVarLong());
    }

    private static void writeSightings(ByteWriter out, List<Sighting> sightings) {
        out.writeVarLong(sightings.size());
        for (Sighting sighting : sightings) {
            writeRef(out, sighting.ref());
            out.writeRepeated(sighting.surface().name());
            out.writeVarLong(sighting.patients().size());
            sighting.patients().forEach(out::writeLong);
        }
    }

    private static Sighting readSighting(ByteReader in) {
        EventRef ref = readRef(in);
        Surface surface = Surface.valueOf(in.readRepeated());
        return new Sighting(ref, surface, in.readList(ByteReader::readLong));
    }

    private static void writeRef(ByteWriter out, EventRef ref) {
        long time = ref.getEventTime().toEpochMilli();
        Integer sealedPartition = ref.getSealedPartition();
        out.writeString(ref.getEventId())
                .writeVarLong(time)
                .writeVarLong(ref.getReceived().toEpochMilli() - time)
                .writeRepeated(ref.getSourceId())
                .writeRepeated(ref.getTopic())
                .writeVarLong(ref.getPartition())
                .writeVarLong(ref.getOffset())
                .writeNullable(sealedPartition == null ? null : sealedPartition.longValue())
                .writeNullable(ref.getSealedOffset());
    }

    private static EventRef readRef(ByteReader in) {
        EventRef.Builder ref = EventRef.newBuilder().setEventId(in.readString());
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

    private static void writeEpisode(ByteWriter out, Episode episode) {
        out.writeString(episode.alertId())
                .writeString(episode.entity())
                .writeRepeated(episode.environment().name());
        out.writeDouble(episode.peak().measure())
                .writeVarLong(episode.peak().first())
                .writeVarLong(episode.peak().last());
        writeSightings(out, episode.events());
        out.writeVarLong(episode.surfaces().size());
        episode.surfaces().forEach(surface -> out.writeRepeated(surface.name()));
        out.writeBoolean(episode.isOpen())
                .writeVarLong(episode.first())
                .writeVarLong(episode.last())
                .writeVarLong(episode.hits());
        Episode.Told told = episode.told();
        out.writeVarLong(told.revision())
                .writeVarLong(told.at())
                .writeVarLong(told.lastHit())
                .writeBoolean(told.isStale());
    }

    private static Episode readEpisode(ByteReader in) {
        String alertId = in.readString();
        String entity = in.readString();
        Environment environment = Environment.valueOf(in.readRepeated());
        Window.Peak peak = new Window.Peak(in.readDouble(), in.readVarLong(), in.readVarLong());
        List<Sighting> events = in.readList(GroupStateCodec::readSighting);
        Set<Surface> surfaces = Set.copyOf(in.readList(it -> Surface.valueOf(it.readRepeated())));
        boolean isOpen = in.readBoolean();
        long first = in.readVarLong();
        long last = in.readVarLong();
        long hits = in.readVarLong();
        Episode.Told told = new Episode.Told(in.readVarInt(), in.readVarLong(), in.readVarLong(), in.readBoolean());
        return new Episode(alertId, entity, environment, peak, events, surfaces, isOpen, first, last, hits, told);
    }
}
