package io.phiwatch.detector.sigma;

import org.jspecify.annotations.Nullable;

/**
 * An IP address, read without asking the network for a name. An IPv4 address mapped into IPv6 counts as IPv4.
 *
 * @param bits 32 or 128
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits; an IPv4 address is in the lowest 32
 */
record IpAddress(int bits, long high, long low) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int V4_PARTS = 4;
    private static final int GROUPS = 8;
    private static final long MAPPED_PREFIX = 0xFFFFL;
    private static final long V4_MASK = 0xFFFF_FFFFL;
    private static final int NONE = -1;

    static @Nullable IpAddress parse(String text) {
        if (text.length() > "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length()) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            long value = v4(text, 0);
            return value < 0 ? null : new IpAddress(V4_BITS, 0, value);
        }
        return v6(text);
    }

    /** The first bits of the address, the others 0. */
    IpAddress prefix(int length) {
        int cut = bits - length;
        if (cut == 0) {
            return this;
        }
        // shifts count modulo 64
        long keptHigh = cut <= Long.SIZE ? high : cut == V6_BITS ? 0 : high >>> (cut - Long.SIZE) << (cut - Long.SIZE);
        long keptLow = cut >= Long.SIZE ? 0 : low >>> cut << cut;
        return new IpAddress(bits, keptHigh, keptLow);
    }

    /** The dotted address from that position to the end; below 0 where it is none. */
    private static long v4(String text, int from) {
        long value = 0;
        int at = from;
        for (int part = 0; part < V4_PARTS; part++) {
            int end = part == V4_PARTS - 1 ? text.length() : text.indexOf('.', at);
            int number = end < 0 ? NONE : octet(text, at, end);
            if (number < 0) {
                return NONE;
            }
            value = (value << 8) | number;
            at = end + 1;
        }
        return value;
    }

    private static int octet(String text, int from, int to) {
        // a leading zero means octal to some readers: refused, as by Python's ipaddress
        if (from == to || to - from > 3 || (to - from > 1 && text.charAt(from) == '0')) {
            return NONE;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NONE;
            }
            number = number * 10 + (c - '0');
        }
        return number > 255 ? NONE : number;
    }

    private static @Nullable IpAddress v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            V6 all = new V6();
            return all.add(text, 0, text.length()) && all.count == GROUPS ? all.address() : null;
        }
        V6 head = new V6();
        V6 tail = new V6();
        boolean wellFormed = head.add(text, 0, gap) && tail.add(text, gap + 2, text.length());
        return wellFormed && head.count + tail.count < GROUPS ? head.join(tail).address() : null;
    }

    /** Groups of 16 bits, the last of them lowest. */
    private static final class V6 {
        private long high;
        private long low;
        private int count;

        boolean add(String text, int from, int to) {
            int at = from;
            while (at < to) {
                int colon = text.indexOf(':', at);
                int end = colon < 0 || colon > to ? to : colon;
                if (end == to && text.indexOf('.', at) >= 0) {
                    long value = to == text.length() ? v4(text, at) : NONE;
                    append((int) (value >>> 16));
                    append((int) (value & 0xFFFF));
                    return value >= 0;
                }
                int group = group(text, at, end);
                if (group < 0 || end == to - 1) {
                    return false;
                }
                append(group);
                at = end + 1;
            }
            return count <= GROUPS;
        }

        private static int group(String text, int from, int to) {
            if (from == to || to - from > 4) {
                return NONE;
            }
            int number = 0;
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                int digit = c < 128 ? Character.digit(c, 16) : NONE;
                if (digit < 0) {
                    return NONE;
                }
                number = (number << 4) | digit;
            }
            return number;
        }

        private void append(int group) {
            high = (high << 16) | (low >>> 48);
            low = (low << 16) | group;
            count++;
        }

        V6 join(V6 tail) {
            for (int i = count; i < GROUPS - tail.count; i++) {
                append(0);
            }
            for (int i = tail.count - 1; i >= 0; i--) {
                append((int) ((i < 4 ? tail.low >>> (16 * i) : tail.high >>> (16 * (i - 4))) & 0xFFFF));
            }
            return this;
        }

        IpAddress address() {
            boolean mapped = high == 0 && low >>> V4_BITS == MAPPED_PREFIX;
            return mapped ? new IpAddress(V4_BITS, 0, low & V4_MASK) : new IpAddress(V6_BITS, high, low);
        }
    }
}
