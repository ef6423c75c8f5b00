package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.schema.NetworkKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Bytes of {@link LoginProfile}. */
public final class LoginProfileCodec {
    private static final int VERSION = 3;

    /** Before sessions were remembered. */
    private static final int WITHOUT_SESSIONS = 2;

    private LoginProfileCodec() {}

    /** The profile as bytes. */
    public static byte[] encode(LoginProfile profile) {
        ByteWriter out = new ByteWriter();
        out.writeByte(VERSION);
        // first, since they are read alone, too
        profile.sessions().write(out);
        out.writeVarLong(profile.count());
        out.writeVarLong(profile.recent().size());
        profile.recent().forEach(login -> write(out, login));
        for (LoginFeature feature : LoginFeature.values()) {
            profile.seen().getOrDefault(feature, ValueCounts.NONE).write(out);
        }
        profile.hours().write(out);
        return out.toBytes();
    }

    /** The profile that was encoded. */
    public static LoginProfile decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        SessionLogins sessions = readSessions(in);
        long count = in.readVarLong();
        List<Login> recent = in.readList(LoginProfileCodec::read);
        Map<LoginFeature, ValueCounts> seen = new EnumMap<>(LoginFeature.class);
        for (LoginFeature feature : LoginFeature.values()) {
            ValueCounts counts = ValueCounts.read(in);
            if (counts.total() > 0) {
                seen.put(feature, counts);
            }
        }
        return new LoginProfile(count, recent, seen, WeekHours.read(in), sessions);
    }

    /** Of the profile that was encoded, the sessions alone. */
    public static SessionLogins decodeSessions(byte[] bytes) {
        return readSessions(new ByteReader(bytes));
    }

    private static SessionLogins readSessions(ByteReader in) {
        boolean hasSessions = in.readVersion(WITHOUT_SESSIONS, VERSION, "login profile") == VERSION;
        return hasSessions ? SessionLogins.read(in) : SessionLogins.NONE;
    }

    private static void write(ByteWriter out, Login login) {
        String country = login.country();
        out.writeLong(login.event())
                .writeVarLong(login.time())
                .writeRepeated(country == null ? "" : country)
                .writeRepeated(login.network().name());
    }

    private static Login read(ByteReader in) {
        long event = in.readLong();
        long time = in.readVarLong();
        String country = in.readRepeated();
        NetworkKind network = NetworkKind.valueOf(in.readRepeated());
        return new Login(event, time, country.isEmpty() ? null : country, network);
    }
}
