package io.phiwatch.ingest.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.schema.NetworkKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkKindsTest {
    private static final NetworkKinds LISTED = NetworkKinds.of(List.of());

    @ParameterizedTest
    @CsvSource({
        "52.95.110.1, 16509, hosting",
        "2a03:b0c0::1, 14061, hosting",
        "98.97.1.1, 14593, satellite",
        "172.58.1.1, 21928, mobile",
        "73.0.0.1, 7922, residential",
        "165.225.0.1, 22616, corporate",
        "8.8.8.8, 15169, unknown",
    })
    void theBundledListsTellSystemAndKind(String text, long system, NetworkKind kind) throws Exception {
        Address address = Address.parse(text).orElseThrow();

        try (SystemNumbers systems = SystemNumbers.bundled()) {
            Optional<Long> found = systems.numberOf(address);
            assertThat(found).contains(system);
            assertThat(LISTED.kindOf(address, found)).isEqualTo(kind);
        }
    }

    @Test
    void privateAddressesBelongToNoSystem() throws Exception {
        Address address = Address.parse("10.0.0.1").orElseThrow();

        try (SystemNumbers systems = SystemNumbers.bundled()) {
            assertThat(systems.numberOf(address)).isEmpty();
            assertThat(LISTED.kindOf(address, Optional.empty())).isEqualTo(NetworkKind.unknown);
        }
    }

    /** The fields are those of GeoIP2 Anonymous IP, Connection Type and Enterprise. */
    @Test
    void readsTheDatabasesThatAreSold() {
        assertThat(NetworkKinds.kind(Map.of("is_anonymous", true, "is_anonymous_vpn", true)))
                .contains(NetworkKind.vpn);
        assertThat(NetworkKinds.kind(Map.of("is_tor_exit_node", true))).contains(NetworkKind.vpn);
        assertThat(NetworkKinds.kind(Map.of("is_hosting_provider", true))).contains(NetworkKind.hosting);
        assertThat(NetworkKinds.kind(Map.of("connection_type", "Cellular"))).contains(NetworkKind.mobile);
        assertThat(NetworkKinds.kind(Map.of("connection_type", "Cable/DSL"))).contains(NetworkKind.residential);
        assertThat(NetworkKinds.kind(Map.of("traits", Map.of("user_type", "business"))))
                .contains(NetworkKind.corporate);
        assertThat(NetworkKinds.kind(Map.of("connection_type", "Carrier pigeon")))
                .isEmpty();
        assertThat(NetworkKinds.kind(Map.of())).isEmpty();
    }
}
