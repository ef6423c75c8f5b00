package io.phiwatch.detector.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes what {@link ByteReader} reads: variable-length numbers, and strings that are told once and then by number. */
public final class ByteWriter {
    private static final int TYPICAL_BYTES = 128;
    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;

    private byte[] bytes = new byte[TYPICAL_BYTES];
    private int size;
    private Map<String, Integer> told = Map.of();

    public ByteWriter writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    public ByteWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    /** A number in as few bytes as it needs; small negative ones stay small. */
    public ByteWriter writeVarLong(long value) {
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~SEVEN_BITS) != 0) {
            writeByte((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        return writeByte((int) rest);
    }

    /** A number whose bits are evenly spread, such as a hash. */
    public ByteWriter writeLong(long value) {
        return writeInt((int) (value >>> Integer.SIZE)).writeInt((int) value);
    }

    /** Half of such a number. */
    public ByteWriter writeInt(int value) {
        return writeByte(value >>> 24)
                .writeByte(value >>> 16)
                .writeByte(value >>> 8)
                .writeByte(value);
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
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** Bytes that are written in place, as {@link #writeBytes} would write them. */
    public ByteWriter writeNested(Consumer<ByteWriter> content) {
        int start = size;
        content.accept(this);
        int length = size - start;
        int end = size;
        writeVarLong(length);
        int prefix = size - end;
        byte[] moved = Arrays.copyOfRange(bytes, end, size);
        System.arraycopy(bytes, start, bytes, start + prefix, length);
        System.arraycopy(moved, 0, bytes, start, prefix);
        return this;
    }

    /** A text that mostly is an even number of lower-case hex digits, which then take half a byte each. */
    public ByteWriter writeId(String value) {
        return isHex(value)
                ? writeBytes(HexFormat.of().parseHex(value))
                : writeVarLong(-1).writeString(value);
    }

    private static boolean isHex(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return value.length() % 2 == 0;
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
        told = told.isEmpty() ? new HashMap<>() : told;
        told.put(value, told.size());
        return writeString(value);
    }

    public ByteWriter writeNullable(@Nullable Long value) {
        writeBoolean(value != null);
        return value == null ? this : writeVarLong(value);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
