package io.phiwatch.ingest.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured networks by name. The narrowest that holds an address names its zone. Immutable. */
public final class Networks {
    private final List<Range> narrowestFirst;

    private Networks(List<Range> narrowestFirst) {
        this.narrowestFirst = narrowestFirst;
    }

    /**
     * Reads networks.
     *
     * @param cidrs ranges such as {@code 10.1.0.0/16}, by name of the network
     * @throws IllegalArgumentException if a range cannot be read
     */
    public static Networks of(Map<String, List<String>> cidrs) {
        List<Range> ranges = new ArrayList<>();
        cidrs.forEach((zone, texts) -> texts.forEach(text -> ranges.add(range(zone, text))));
        ranges.sort(Comparator.comparingInt(Range::bits).reversed().thenComparing(Range::zone));
        return new Networks(List.copyOf(ranges));
    }

    /** Whether a range can be read. */
    public static boolean isRange(String cidr) {
        int slash = cidr.indexOf('/');
        Optional<Address> network = Address.parse(slash < 0 ? cidr : cidr.substring(0, slash));
        if (network.isEmpty() || slash < 0) {
            return network.isPresent();
        }
        String bits = cidr.substring(slash + 1);
        return bits.matches("\\d{1,3}")
                && Integer.parseInt(bits) <= network.get().bytes().length * Byte.SIZE;
    }

    /** Name of the network that holds the address. */
    public Optional<String> zoneOf(Address address) {
        byte[] bytes = address.bytes();
        return narrowestFirst.stream()
                .filter(range -> range.holds(bytes))
                .map(Range::zone)
                .findFirst();
    }

    private static Range range(String zone, String cidr) {
        if (!isRange(cidr)) {
            throw new IllegalArgumentException("networks." + zone + ": not a range of addresses");
        }
        int slash = cidr.indexOf('/');
        byte[] network = Address.parse(slash < 0 ? cidr : cidr.substring(0, slash))
                .orElseThrow()
                .bytes();
        int bits = slash < 0 ? network.length * Byte.SIZE : Integer.parseInt(cidr.substring(slash + 1));
        return new Range(zone, network, bits);
    }

    private record Range(String zone, byte[] network, int bits) {
        boolean holds(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += Byte.SIZE) {
                int mask = 0xFF << Math.max(0, Byte.SIZE - (bits - bit));
                int at = bit / Byte.SIZE;
                if (((address[at] ^ network[at]) & mask & 0xFF) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
