package io.phiwatch.ingest.intake;

import java.util.List;
import java.util.Set;

/**
 * Who is at the other end of a connection.
 *
 * @param address canonical text of the address
 * @param certificateNames names of the client certificate that the listener's authority vouches for: its subject, common
 *     name, alternative names, and {@code sha256:} with its fingerprint in lower-case hex; none without a certificate
 */
public record Peer(String address, Set<String> certificateNames) {
    public Peer {
        certificateNames = Set.copyOf(certificateNames);
    }

    /** A peer without a certificate. */
    public static Peer at(String address) {
        return new Peer(address, Set.of());
    }

    /** Whether the certificate bears one of the names. */
    boolean isNamed(List<String> names) {
        return names.stream().anyMatch(certificateNames::contains);
    }

    /** An address is PHI where it is a person's. */
    @Override
    public String toString() {
        return "Peer[certificateNames=" + certificateNames.size() + "]";
    }
}
