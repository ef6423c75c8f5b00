package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.schema.NetworkKind;
import java.util.List;

/** Bytes of {@link LoginProfile}. */
public final class LoginProfileCodec {
    private static final int VERSION = 1;

    private LoginProfileCodec() {}

    /** The profile as bytes. */
    public static byte[] encode(LoginProfile profile) {
        ByteWriter out = new ByteWriter();
        out.writeByte(VERSION).writeVarLong(profile.count());
        out.writeVarLong(profile.recent().size());
        profile.recent().forEach(login -> write(out, login));
        out.writeVarLong(profile.countries().size());
        profile.countries().forEach(out::writeRepeated);
        out.writeVarLong(profile.devices().size());
        profile.devices().forEach(out::writeLong);
        return out.toBytes();
    }

    /** The profile that was encoded. */
    public static LoginProfile decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("login profile of unknown version " + version);
        }
        long count = in.readVarLong();
        List<Login> recent = in.readList(LoginProfileCodec::read);
        List<String> countries = in.readList(ByteReader::readRepeated);
        return new LoginProfile(count, recent, countries, in.readList(ByteReader::readLong));
    }

    private static void write(ByteWriter out, Login login) {
        String country = login.country();
        out.writeLong(login.event())
                .writeVarLong(login.time())
                .writeRepeated(country == null ? "" : country)
                .writeRepeated(login.network().name())
                .writeNullable(login.asn())
                .writeNullable(login.device());
    }

    private static Login read(ByteReader in) {
        long event = in.readLong();
        long time = in.readVarLong();
        String country = in.readRepeated();
        NetworkKind network = NetworkKind.valueOf(in.readRepeated());
        return new Login(
                event, time, country.isEmpty() ? null : country, network, in.readNullable(), in.readNullable());
    }
}
