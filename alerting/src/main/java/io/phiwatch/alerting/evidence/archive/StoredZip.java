package io.phiwatch.alerting.evidence.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A ZIP without compression and without anything that could differ: one content gives one sequence of bytes, so that a
 * single bit that changed shows, wherever it is. Any tool unpacks it (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16).
 */
final class StoredZip {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    /** Where the size of the content and the length of the name stand in a local header. */
    private static final int SIZE_AT = 22;

    private static final int NAME_LENGTH_AT = 26;
    private static final short VERSION = 10;
    private static final short UTF_8 = 0x0800;
    /** 1 January 1980, the first day that the format knows. */
    private static final short DATE = 0x21;

    private static final int MASK = 0xffff;

    private StoredZip() {}

    /** The files in their order. */
    static byte[] write(Map<String, byte[]> files) {
        int size = END_BYTES;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            int nameLength = name(file).length;
            size = Math.addExact(
                    size, Math.addExact(file.getValue().length, LOCAL_BYTES + CENTRAL_BYTES + 2 * nameLength));
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Integer> offsets = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            offsets.put(file.getKey(), out.position());
            out.putInt(LOCAL);
            putCommon(out, file).put(name(file)).put(file.getValue());
        }
        int directory = out.position();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            out.putInt(CENTRAL).putShort(VERSION);
            // no comment, first disk, no attributes
            putCommon(out, file)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0);
            out.putInt(offsets.getOrDefault(file.getKey(), 0)).put(name(file));
        }
        short count = (short) files.size();
        int directoryBytes = out.position() - directory;
        out.putInt(END).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count);
        out.putInt(directoryBytes).putInt(directory).putShort((short) 0);
        return out.array();
    }

    /**
     * The files as far as they can be made out, whole or not: what is broken is still to be named. Of two of one name the
     * first counts. Checks nothing: whether the bytes are those of {@link #write} shows when they are written again.
     */
    static Map<String, byte[]> read(byte[] zip) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (zip.length - at >= LOCAL_BYTES && in.getInt(at) == LOCAL) {
            int size = in.getInt(at + SIZE_AT);
            int nameLength = in.getShort(at + NAME_LENGTH_AT) & MASK;
            int extraLength = in.getShort(at + NAME_LENGTH_AT + 2) & MASK;
            long start = (long) at + LOCAL_BYTES + nameLength + extraLength;
            if (size < 0 || start > zip.length) {
                break;
            }
            int end = (int) Math.min(start + size, zip.length);
            String name = new String(zip, at + LOCAL_BYTES, nameLength, StandardCharsets.UTF_8);
            byte[] content = new byte[end - (int) start];
            in.get((int) start, content);
            files.putIfAbsent(name, content);
            at = end;
        }
        return files;
    }

    private static ByteBuffer putCommon(ByteBuffer out, Map.Entry<String, byte[]> file) {
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        int size = file.getValue().length;
        return out.putShort(VERSION)
                .putShort(UTF_8)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DATE)
                .putInt((int) crc.getValue())
                .putInt(size)
                .putInt(size)
                .putShort((short) name(file).length)
                .putShort((short) 0);
    }

    private static byte[] name(Map.Entry<String, byte[]> file) {
        return file.getKey().getBytes(StandardCharsets.UTF_8);
    }
}
