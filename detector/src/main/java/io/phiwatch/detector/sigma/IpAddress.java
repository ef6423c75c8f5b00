package io.phiwatch.detector.sigma;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An IP address, read without asking the network for a name.
 *
 * @param bits 32 or 128
 */
record IpAddress(int bits, BigInteger value) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int GROUPS = 8;
    private static final BigInteger MAPPED_PREFIX = BigInteger.valueOf(0xFFFF);
    private static final BigInteger V4_MASK = BigInteger.valueOf(0xFFFF_FFFFL);

    static @Nullable IpAddress parse(String text) {
        if (text.length() > "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length()) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            long value = v4(text);
            return value < 0 ? null : new IpAddress(V4_BITS, BigInteger.valueOf(value));
        }
        BigInteger value = v6(text);
        if (value != null && value.shiftRight(V4_BITS).equals(MAPPED_PREFIX)) {
            return new IpAddress(V4_BITS, value.and(V4_MASK));
        }
        return value == null ? null : new IpAddress(V6_BITS, value);
    }

    private static long v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long value = 0;
        for (String part : parts) {
            // a leading zero means octal to some readers: refused, as by Python's ipaddress
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return -1;
            }
            value = (value << 8) | Integer.parseInt(part);
        }
        return value;
    }

    private static @Nullable BigInteger v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            long[] groups = groups(text);
            return groups == null || groups.length != GROUPS ? null : join(groups, new long[0]);
        }
        long[] head = groups(text.substring(0, gap));
        long[] tail = groups(text.substring(gap + 2));
        return head == null || tail == null || head.length + tail.length >= GROUPS ? null : join(head, tail);
    }

    private static long @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new long[0];
        }
        String[] parts = text.split(":", -1);
        boolean endsInV4 = parts[parts.length - 1].indexOf('.') >= 0;
        long[] groups = new long[parts.length + (endsInV4 ? 1 : 0)];
        for (int i = 0; i < parts.length; i++) {
            if (endsInV4 && i == parts.length - 1) {
                long last = v4(parts[i]);
                if (last < 0) {
                    return null;
                }
                groups[i] = last >>> 16;
                groups[i + 1] = last & 0xFFFF;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups[i] = Long.parseLong(parts[i], 16);
            } else {
                return null;
            }
        }
        return groups;
    }

    private static BigInteger join(long[] head, long[] tail) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < GROUPS; i++) {
            int inTail = i - (GROUPS - tail.length);
            long group = i < head.length ? head[i] : inTail >= 0 ? tail[inTail] : 0;
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return value;
    }
}
