package io.phiwatch.ingest.http;

import io.phiwatch.ingest.geo.Address;
import io.phiwatch.ingest.geo.Networks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client of a request that came through proxies. Anybody can write {@code X-Forwarded-For}, so it is judged
 * from right to left: each trusted proxy vouches for the entry before it, and the first address that is not a trusted
 * proxy is the client. Immutable.
 */
final class ClientAddress {
    private final Networks proxies;

    /**
     * Judges by these proxies.
     *
     * @param trusted ranges of addresses
     */
    ClientAddress(List<String> trusted) {
        this.proxies = Networks.of(Map.of("trusted", trusted));
    }

    /**
     * The client.
     *
     * @param peer address of the connection
     * @param forwardedFor value of {@code X-Forwarded-For}; null if none
     */
    String of(String peer, @Nullable String forwardedFor) {
        String client = peer;
        String[] hops = forwardedFor == null ? new String[0] : forwardedFor.split(",", -1);
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            Optional<Address> hop = Address.parse(hops[i]);
            if (hop.isEmpty()) {
                // a trusted proxy that names nobody: it is all that is known
                return client;
            }
            client = hop.get().text();
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return Address.parse(address).flatMap(proxies::zoneOf).isPresent();
    }
}
