package io.phiwatch.detector.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes what {@link ByteReader} reads: variable-length numbers, and strings that are told once and then by number. */
public final class ByteWriter {
    private static final int TYPICAL_BYTES = 256;
    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
    private final Map<String, Integer> told = new HashMap<>();

    public ByteWriter writeByte(int value) {
        out.write(value);
        return this;
    }

    public ByteWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    /** A number in as few bytes as it needs; small negative ones stay small. */
    public ByteWriter writeVarLong(long value) {
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~SEVEN_BITS) != 0) {
            out.write((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A number whose bits are evenly spread, such as a hash. */
    public ByteWriter writeLong(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    /** Half of such a number. */
    public ByteWriter writeInt(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    /** A double; whole numbers take as few bytes as they need. */
    public ByteWriter writeDouble(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        writeBoolean(whole);
        return whole ? writeVarLong((long) value) : writeLong(Double.doubleToRawLongBits(value));
    }

    /** A text that is told once. */
    public ByteWriter writeString(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they are. */
    public ByteWriter writeBytes(byte[] value) {
        writeVarLong(value.length);
        out.writeBytes(value);
        return this;
    }

    /** A text that mostly is an even number of lower-case hex digits, which then take half a byte each. */
    public ByteWriter writeId(String value) {
        boolean isHex = value.length() % 2 == 0 && value.chars().allMatch(ByteWriter::isHexDigit);
        if (!isHex) {
            return writeVarLong(-1).writeString(value);
        }
        byte[] bytes = HexFormat.of().parseHex(value);
        writeVarLong(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private static boolean isHexDigit(int c) {
        return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
    }

    /** A list as its size and its elements. */
    public <T> ByteWriter writeList(Collection<T> list, BiConsumer<ByteWriter, T> element) {
        writeVarLong(list.size());
        list.forEach(one -> element.accept(this, one));
        return this;
    }

    /** A text that may come again, such as the name of a topic. */
    public ByteWriter writeRepeated(String value) {
        Integer known = told.get(value);
        if (known != null) {
            return writeVarLong(known);
        }
        writeVarLong(told.size());
        told.put(value, told.size());
        return writeString(value);
    }

    public ByteWriter writeNullable(@Nullable Long value) {
        writeBoolean(value != null);
        return value == null ? this : writeVarLong(value);
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
