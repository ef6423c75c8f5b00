package io.phiwatch.detector.store;

import io.phiwatch.detector.behavior.Comparison;
import io.phiwatch.detector.behavior.ComparisonCodec;
import io.phiwatch.detector.behavior.LoginFacts;
import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.event.EventRefs;
import io.phiwatch.detector.sigma.Profile;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.NetworkKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Matches that wait until the hold of their rule is over, in the order in which they fall due. Not thread-safe: belongs to
 * one task.
 */
public final class HeldMatches {
    /** Reference topics are read beside the events: what was recorded last may come a moment after the tick. */
    public static final Duration SETTLING = Duration.ofSeconds(2);

    private static final String TOPIC = "";
    private static final int VERSION = 2;

    private final DueRecords held;
    private final Serde<SpecificRecord> serde;
    private final Map<Integer, Profile> profiles;

    /**
     * Matches in that store.
     *
     * @param store by due time, and a digest of the event
     * @param serde of access events
     * @param profiles by key
     */
    public HeldMatches(
            KeyValueStore<Bytes, byte[]> store, Serde<SpecificRecord> serde, Map<Integer, Profile> profiles) {
        this.held = new DueRecords(store);
        this.serde = serde;
        this.profiles = profiles;
    }

    /**
     * An event that matched rules with a hold.
     *
     * @param received its log time, epoch milliseconds
     * @param due what was recorded by then counts, epoch milliseconds
     * @param rules ids of the rules
     * @param behavior what profiles said of it
     */
    public record Held(
            long received,
            long due,
            Set<String> rules,
            AccessEvent event,
            EventRef ref,
            @Nullable LoginFacts login,
            List<Comparison> behavior) {
        public Held {
            rules = Set.copyOf(rules);
            behavior = List.copyOf(behavior);
        }
    }

    /** Keeps a match until it is due. */
    public void add(Held match) {
        byte[] digest = Digests.bytesOf(match.ref().getTopic(), match.event().getEventId());
        held.set(match.due(), digest, bytes(match));
    }

    /**
     * Takes out what fell due at least {@link #SETTLING} ago, earliest first.
     *
     * @param most how many at once; fewer are all that there are
     */
    public List<Held> takeUntil(long clock, int most) {
        long until = clock - SETTLING.toMillis();
        return held.takeUntil(until, most).stream()
                .map(due -> held(due.due(), due.value()))
                .toList();
    }

    private byte[] bytes(Held held) {
        EventRef ref = held.ref();
        ByteWriter out = new ByteWriter()
                .writeByte(VERSION)
                .writeVarLong(held.due() - held.received())
                .writeList(new TreeSet<>(held.rules()), ByteWriter::writeId)
                .writeString(ref.getTopic())
                .writeVarLong(ref.getPartition())
                .writeVarLong(ref.getOffset());
        write(out, held.login());
        out.writeList(held.behavior(), ComparisonCodec::write);
        return out.writeBytes(serde.serializer().serialize(TOPIC, held.event())).toBytes();
    }

    private Held held(long due, byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "held match");
        long received = due - in.readVarLong();
        Set<String> rules = Set.copyOf(in.readList(ByteReader::readId));
        String topic = in.readString();
        int partition = in.readVarInt();
        long offset = in.readVarLong();
        LoginFacts login = readLogin(in);
        List<Comparison> behavior = new ArrayList<>();
        in.readList(it -> Optional.ofNullable(ComparisonCodec.read(it, profiles)))
                .forEach(one -> one.ifPresent(behavior::add));
        AccessEvent event = (AccessEvent) serde.deserializer().deserialize(TOPIC, in.readBytes());
        return new Held(received, due, rules, event, EventRefs.of(event, topic, partition, offset), login, behavior);
    }

    private static void write(ByteWriter out, @Nullable LoginFacts login) {
        out.writeBoolean(login != null);
        if (login == null) {
            return;
        }
        out.writeVarLong(login.count());
        write(out, login.distanceKm());
        write(out, login.speedKmh());
        write(out, login.isNewCountry());
        write(out, login.isNewBorder());
        write(out, login.isNewDevice());
        out.writeString(
                login.previousNetwork() == null ? "" : login.previousNetwork().name());
        write(out, login.isNewAsn());
        write(out, login.hourScore());
        write(out, login.risk());
        write(out, login.weeklyRank());
        write(out, login.idleDays());
    }

    private static void write(ByteWriter out, @Nullable Double number) {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeDouble(number);
        }
    }

    private static void write(ByteWriter out, @Nullable Boolean truth) {
        out.writeByte(truth == null ? -1 : truth ? 1 : 0);
    }

    private static @Nullable LoginFacts readLogin(ByteReader in) {
        if (!in.readBoolean()) {
            return null;
        }
        long count = in.readVarLong();
        Double distance = readNumber(in);
        Double speed = readNumber(in);
        Boolean country = readTruth(in);
        Boolean border = readTruth(in);
        Boolean device = readTruth(in);
        String network = in.readString();
        return new LoginFacts(
                count,
                distance,
                speed,
                country,
                border,
                device,
                network.isEmpty() ? null : NetworkKind.valueOf(network),
                readTruth(in),
                readNumber(in),
                readNumber(in),
                readNumber(in),
                readNumber(in));
    }

    private static @Nullable Double readNumber(ByteReader in) {
        return in.readBoolean() ? in.readDouble() : null;
    }

    private static @Nullable Boolean readTruth(ByteReader in) {
        int truth = in.readByte();
        return truth < 0 ? null : Boolean.valueOf(truth > 0);
    }
}
