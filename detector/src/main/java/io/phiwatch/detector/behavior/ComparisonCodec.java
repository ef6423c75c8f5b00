package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.sigma.Profile;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes of what profiles said of an event of an actor. */
public final class ComparisonCodec {
    private ComparisonCodec() {}

    /** Writes a comparison of an actor; what sources have is left out. */
    public static void write(ByteWriter out, Comparison comparison) {
        Comparison.Peers peers = comparison.peers();
        out.writeInt(comparison.profile().key()).writeDouble(comparison.value());
        write(out, comparison.own());
        out.writeVarLong(peers == null ? 0 : peers.count());
        write(out, peers == null ? null : peers.usual());
        out.writeBoolean(comparison.share() != null);
        if (comparison.share() != null) {
            out.writeDouble(comparison.share());
        }
    }

    private static void write(ByteWriter out, @Nullable Usual usual) {
        out.writeBoolean(usual != null);
        if (usual != null) {
            out.writeDouble(usual.median()).writeDouble(usual.mad());
        }
    }

    /** The comparison that was written; null where its profile is gone. */
    public static @Nullable Comparison read(ByteReader in, Map<Integer, Profile> profiles) {
        Profile profile = profiles.get(in.readInt());
        double value = in.readDouble();
        Usual own = readUsual(in);
        long count = in.readVarLong();
        Usual peers = readUsual(in);
        Double share = in.readBoolean() ? in.readDouble() : null;
        return profile == null
                ? null
                : new Comparison(
                        profile, value, own, peers == null ? null : new Comparison.Peers(count, peers), share, null);
    }

    private static @Nullable Usual readUsual(ByteReader in) {
        return in.readBoolean() ? new Usual(in.readDouble(), in.readDouble()) : null;
    }
}
