package io.phiwatch.ingest.http;

import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.tls.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of the HTTP receiver. Immutable.
 *
 * @param port 0 takes a free one
 * @param tls without it, the port speaks plain HTTP
 * @param trustedProxies ranges of the proxies whose {@code X-Forwarded-For} counts
 */
public record HttpConfig(String host, int port, Limits limits, Optional<Tls> tls, List<String> trustedProxies) {
    private static final int LAST_PORT = 65_535;

    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * What is taken at most.
     *
     * @param maxBodyBytes longest body as it is sent
     * @param maxInflatedBytes longest body after decompression
     * @param maxInFlightBytes bodies between their first byte and their answer, together
     * @param maxDeliveries deliveries that are read and written at a time
     */
    public record Limits(long maxBodyBytes, long maxInflatedBytes, long maxInFlightBytes, int maxDeliveries) {
        /** Bodies up to 8 MiB, inflated up to 32 MiB; 64 MiB and 512 deliveries at a time. */
        public static Limits defaults() {
            return new Limits(8L << 20, 32L << 20, 64L << 20, 512);
        }
    }

    /** Plain HTTP on 127.0.0.1:8080. */
    public static HttpConfig defaults() {
        return new HttpConfig("127.0.0.1", 8080, Limits.defaults(), Optional.empty(), List.of());
    }

    /** The same on another address. */
    public HttpConfig at(String otherHost, int otherPort) {
        return new HttpConfig(otherHost, otherPort, limits, tls, trustedProxies);
    }

    /** Every fault with its path. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        check(faults, port >= 0 && port <= LAST_PORT, "ingest.http.port: must be 0 to 65535");
        check(faults, !host.isBlank(), "ingest.http.host: must not be empty");
        check(faults, limits.maxBodyBytes > 0, "ingest.max_body: must be positive");
        check(
                faults,
                limits.maxInflatedBytes >= limits.maxBodyBytes,
                "ingest.max_inflated: must not be less than max_body");
        check(
                faults,
                limits.maxInFlightBytes >= limits.maxInflatedBytes,
                "ingest.max_in_flight: must not be less than max_inflated");
        check(faults, limits.maxDeliveries > 0, "ingest.max_deliveries: must be positive");
        tls.ifPresent(files -> faults.addAll(files.faults("ingest.http.tls")));
        for (int i = 0; i < trustedProxies.size(); i++) {
            check(
                    faults,
                    Networks.isRange(trustedProxies.get(i)),
                    "trusted_proxies[" + i + "]: must be a range such as 10.1.0.0/16");
        }
        return faults;
    }

    private static void check(List<String> faults, boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
