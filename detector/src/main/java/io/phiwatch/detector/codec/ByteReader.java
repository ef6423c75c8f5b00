package io.phiwatch.detector.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. */
public final class ByteReader {
    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;

    private final ByteBuffer in;
    private final List<String> told = new ArrayList<>();

    public ByteReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    /**
     * Reads the version that bytes begin with.
     *
     * @param what what the bytes are, for the message
     * @throws IllegalStateException where it is not that version: written by a later release
     */
    public void readVersion(int known, String what) {
        int version = in.get();
        if (version != known) {
            throw new IllegalStateException(what + " of unknown version " + version);
        }
    }

    /**
     * Reads the version that bytes begin with, where older ones can still be read.
     *
     * @param what what the bytes are, for the message
     * @return one of the two
     * @throws IllegalStateException where it is neither of them
     */
    public int readVersion(int older, int newer, String what) {
        int version = in.get();
        if (version != older && version != newer) {
            throw new IllegalStateException(what + " of unknown version " + version);
        }
        return version;
    }

    public int readByte() {
        return in.get();
    }

    public boolean readBoolean() {
        return in.get() != 0;
    }

    public long readVarLong() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & SEVEN_BITS) << shift;
            shift += 7;
        } while ((next & MORE) != 0);
        return (value >>> 1) ^ -(value & 1);
    }

    public int readVarInt() {
        return Math.toIntExact(readVarLong());
    }

    public long readLong() {
        return in.getLong();
    }

    public int readInt() {
        return in.getInt();
    }

    public double readDouble() {
        return readBoolean() ? readVarLong() : Double.longBitsToDouble(readLong());
    }

    public byte[] readBytes() {
        byte[] bytes = new byte[readVarInt()];
        in.get(bytes);
        return bytes;
    }

    public String readString() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    public String readId() {
        int length = readVarInt();
        if (length < 0) {
            return readString();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public String readRepeated() {
        int number = readVarInt();
        if (number == told.size()) {
            told.add(readString());
        }
        return told.get(number);
    }

    public @Nullable Long readNullable() {
        return readBoolean() ? readVarLong() : null;
    }

    /** A list that was written as its size and its elements. */
    public <T> List<T> readList(Function<ByteReader, T> element) {
        int size = readVarInt();
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.apply(this));
        }
        return list;
    }
}
