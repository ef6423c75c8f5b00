package io.phiwatch.detector.store;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.correlate.Episode;
import io.phiwatch.detector.correlate.GroupHead;
import io.phiwatch.detector.correlate.Shown;
import io.phiwatch.detector.correlate.window.Span;
import io.phiwatch.detector.correlate.window.WindowState;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bytes of {@link GroupHead} and {@link Shown}: a version, then numbers in as few bytes as they need. Stateless. */
final class HeadCodec {
    private static final int VERSION = 3;

    private HeadCodec() {}

    /** When a group is due, and by which clock. */
    record Timer(int level, long due) {
        static final Timer NONE = new Timer(0, GroupHead.NO_TIMER);

        boolean isSet() {
            return due != GroupHead.NO_TIMER;
        }
    }

    static void write(ByteWriter out, GroupHead head) {
        Shown.Subject subject = head.subject();
        WindowState windows = head.windows();
        out.writeByte(VERSION)
                .writeLong(head.rule())
                .writeVarLong(head.level())
                .writeVarLong(head.due())
                .writeVarLong(head.opened())
                .writeBoolean(subject != null);
        if (subject != null) {
            writeSubject(out, subject);
        }
        out.writeList(windows.hot(), HeadCodec::writeSpan);
        boolean isCovered = windows.covered() != Long.MIN_VALUE;
        out.writeNullable(isCovered ? windows.covered() : null)
                .writeBoolean(windows.isMerged())
                .writeList(head.episodes(), HeadCodec::writeEpisode);
    }

    static GroupHead readHead(ByteReader in) {
        in.readVersion(VERSION, "group");
        long rule = in.readLong();
        int level = in.readVarInt();
        long due = in.readVarLong();
        int opened = in.readVarInt();
        Shown.@Nullable Subject subject = in.readBoolean() ? readSubject(in) : null;
        var hot = in.readList(HeadCodec::readSpan);
        Long covered = in.readNullable();
        WindowState windows = new WindowState(hot, covered == null ? Long.MIN_VALUE : covered, in.readBoolean());
        return new GroupHead(rule, level, due, opened, subject, windows, in.readList(HeadCodec::readEpisode));
    }

    /** When a group is due, by the head that it begins with. */
    static Timer readTimer(ByteReader in) {
        in.readVersion(VERSION, "group");
        in.readLong();
        return new Timer(in.readVarInt(), in.readVarLong());
    }

    static byte[] encode(Shown shown) {
        ByteWriter out = new ByteWriter().writeByte(VERSION);
        writeSubject(out, shown.subject());
        return out.writeDouble(shown.value())
                .writeVarLong(shown.firedAt())
                .writeString(shown.explanation())
                .writeVarLong(shown.patients())
                .writeList(shown.events(), EventCodec::writeRef)
                .toBytes();
    }

    static Shown decodeShown(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "alert");
        return new Shown(
                readSubject(in),
                in.readDouble(),
                in.readVarLong(),
                in.readString(),
                in.readVarLong(),
                in.readList(EventCodec::readRef));
    }

    private static void writeSubject(ByteWriter out, Shown.Subject subject) {
        out.writeString(subject.entity()).writeString(subject.environment().name());
    }

    private static Shown.Subject readSubject(ByteReader in) {
        return new Shown.Subject(in.readString(), Environment.valueOf(in.readString()));
    }

    private static void writeSpan(ByteWriter out, Span span) {
        out.writeVarLong(span.from()).writeVarLong(span.to() - span.from());
    }

    private static Span readSpan(ByteReader in) {
        long from = in.readVarLong();
        return new Span(from, from + in.readVarLong());
    }

    private static void writeEpisode(ByteWriter out, Episode episode) {
        Episode.Told told = episode.told();
        out.writeId(episode.alertId())
                .writeVarLong(episode.ordinal())
                .writeBoolean(episode.isOpen())
                .writeVarLong(episode.first())
                .writeVarLong(episode.last() - episode.first())
                .writeVarLong(episode.hits())
                .writeList(episode.surfaces(), (to, surface) -> to.writeByte(place(surface)))
                .writeVarLong(told.revision())
                .writeVarLong(told.at() - episode.last())
                .writeVarLong(told.lastHit() - episode.last())
                .writeBoolean(told.isStale());
    }

    private static Episode readEpisode(ByteReader in) {
        String alertId = in.readId();
        int ordinal = in.readVarInt();
        boolean isOpen = in.readBoolean();
        long first = in.readVarLong();
        long last = first + in.readVarLong();
        long hits = in.readVarLong();
        Set<Surface> surfaces = Set.copyOf(in.readList(HeadCodec::readSurface));
        Episode.Told told =
                new Episode.Told(in.readVarInt(), last + in.readVarLong(), last + in.readVarLong(), in.readBoolean());
        return new Episode(alertId, ordinal, isOpen, first, last, hits, surfaces, told);
    }

    private static int place(Surface surface) {
        return Surface.getClassSchema().getEnumOrdinal(surface.name());
    }

    private static Surface readSurface(ByteReader in) {
        return Surface.valueOf(Surface.getClassSchema().getEnumSymbols().get(in.readByte()));
    }
}
