package io.phiwatch.ingest.geo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client address. Only literals are read: a host name never reaches a name server. Immutable. */
public final class Address {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV4_WITH_PORT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}):\\d{1,5}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int LONGEST = 64;
    private static final int IPV4_PREFIX = 24;
    private static final int IPV6_PREFIX = 48;
    private static final int IPV4_BYTES = 4;

    private final InetAddress address;

    private Address(InetAddress address) {
        this.address = address;
    }

    /** The address that a text writes, with or without brackets, zone or port; empty for anything else. */
    public static Optional<Address> parse(String text) {
        String literal = stripped(text);
        if (literal.length() > LONGEST
                || !(IPV4.matcher(literal).matches() || IPV6.matcher(literal).matches())) {
            return Optional.empty();
        }
        return Optional.ofNullable(resolve(literal)).map(Address::new);
    }

    /** Canonical text. */
    public String text() {
        return address.getHostAddress();
    }

    /** Canonical text of the network that it belongs to: /24 for IPv4, /48 for IPv6. */
    public String prefix() {
        int bits = bytes().length == IPV4_BYTES ? IPV4_PREFIX : IPV6_PREFIX;
        byte[] network = Arrays.copyOf(Arrays.copyOf(bytes(), bits / Byte.SIZE), bytes().length);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + '/' + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    InetAddress inet() {
        return address;
    }

    byte[] bytes() {
        return address.getAddress();
    }

    private static String stripped(String text) {
        String literal = text.strip();
        if (literal.startsWith("[")) {
            int end = literal.indexOf(']');
            literal = end < 0 ? literal : literal.substring(1, end);
        }
        var port = IPV4_WITH_PORT.matcher(literal);
        if (port.matches()) {
            literal = port.group(1);
        }
        int zone = literal.indexOf('%');
        return (zone < 0 ? literal : literal.substring(0, zone)).toLowerCase(Locale.ROOT);
    }

    private static @Nullable InetAddress resolve(String literal) {
        try {
            if (literal.indexOf(':') >= 0) {
                // a text with a colon is parsed or refused, never looked up
                return InetAddress.getByName(literal);
            }
            String[] parts = literal.split("\\.", -1);
            byte[] bytes = new byte[IPV4_BYTES];
            for (int i = 0; i < IPV4_BYTES; i++) {
                int part = Integer.parseInt(parts[i]);
                if (part > 0xFF) {
                    return null;
                }
                bytes[i] = (byte) part;
            }
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
