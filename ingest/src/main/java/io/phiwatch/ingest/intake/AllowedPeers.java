package io.phiwatch.ingest.intake;

import io.phiwatch.ingest.geo.Address;
import io.phiwatch.ingest.geo.Networks;
import java.util.List;
import java.util.Map;

/**
 * Who may speak for a source where the platform signs nothing. Immutable.
 *
 * @param certificates names that the client certificate must bear one of; see {@link Peer}
 * @param addresses ranges that the peer must be in one of
 */
public record AllowedPeers(List<String> certificates, List<String> addresses) {
    /** Nobody. */
    public static final AllowedPeers NONE = new AllowedPeers(List.of(), List.of());

    public AllowedPeers {
        certificates = List.copyOf(certificates);
        addresses = List.copyOf(addresses);
    }

    /** Whether the peer meets both lists; an empty one asks for nothing, but two empty ones let nobody in. */
    public boolean allow(Peer peer) {
        boolean named = certificates.isEmpty() || peer.isNamed(certificates);
        boolean placed = addresses.isEmpty() || holds(addresses, peer.address());
        return named && placed && !(certificates.isEmpty() && addresses.isEmpty());
    }

    /** Whether the peer's certificate speaks for it: an address alone proves nothing behind a proxy. */
    public boolean allowByCertificate(Peer peer) {
        return !certificates.isEmpty() && allow(peer);
    }

    private static boolean holds(List<String> ranges, String address) {
        Networks networks = Networks.of(Map.of("allowed", ranges));
        return Address.parse(address).flatMap(networks::zoneOf).isPresent();
    }
}
