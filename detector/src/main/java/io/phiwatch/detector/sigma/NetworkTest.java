package io.phiwatch.detector.sigma;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passes IP addresses inside a network, whose own address has no bits set beyond the prefix. */
record NetworkTest(IpAddress network, int prefix) implements ValueTest {
    /** The network of that CIDR notation; empty where it is none, or has bits set beyond its prefix. */
    static Optional<NetworkTest> parse(String cidr) {
        int slash = cidr.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        int prefix = slash < 0 ? address.bits() : prefix(cidr.substring(slash + 1));
        if (prefix < 0 || prefix > address.bits()) {
            return Optional.empty();
        }
        return address.prefix(prefix).equals(address)
                ? Optional.of(new NetworkTest(address, prefix))
                : Optional.empty();
    }

    private static int prefix(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    @Override
    public boolean test(@Nullable Object value) {
        String text = EventValue.text(value);
        IpAddress address = text == null ? null : IpAddress.parse(text);
        return address != null
                && address.bits() == network.bits()
                && address.prefix(prefix).equals(network);
    }
}
