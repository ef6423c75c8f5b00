package io.phiwatch.ingest.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, 203.0.113.0/24",
        "203.0.113.7:55123, 203.0.113.7, 203.0.113.0/24",
        "::ffff:203.0.113.7, 203.0.113.7, 203.0.113.0/24",
        "2001:DB8:1:2::5, 2001:db8:1:2:0:0:0:5, 2001:db8:1:0:0:0:0:0/48",
        "[2001:db8::1]:443, 2001:db8:0:0:0:0:0:1, 2001:db8:0:0:0:0:0:0/48",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1, fe80:0:0:0:0:0:0:0/48"
    })
    void readsLiterals(String text, String canonical, String prefix) {
        Address address = Address.parse(text).orElseThrow();
        assertThat(address.text()).isEqualTo(canonical);
        assertThat(address.prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "localhost", "dead.beef", "1.2.3", "1.2.3.256", "12345::1", ":", "unknown", "1:2"})
    void looksNothingUp(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void theNarrowestNetworkNamesTheZone() {
        // Given
        Networks networks = Networks.of(Map.of(
                "office", List.of("10.0.0.0/8", "2001:db8::/32"), "clinic", List.of("10.1.0.0/17", "192.0.2.9")));

        // Then
        assertThat(zone(networks, "10.2.3.4")).isEqualTo("office");
        assertThat(zone(networks, "10.1.127.255")).isEqualTo("clinic");
        assertThat(zone(networks, "10.1.128.0")).isEqualTo("office");
        assertThat(zone(networks, "192.0.2.9")).isEqualTo("clinic");
        assertThat(zone(networks, "192.0.2.8")).isEmpty();
        assertThat(zone(networks, "2001:db8:ffff::1")).isEqualTo("office");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,true", "0.0.0.0/0,true", "10.0.0.0/33,false", "x/8,false", "10.0.0.0/,false", "::/128,true"
    })
    void knowsARange(String text, boolean range) {
        assertThat(Networks.isRange(text)).isEqualTo(range);
    }

    @Test
    void theBundledDatabaseTellsCountries() throws Exception {
        try (Countries countries = Countries.bundled()) {
            assertThat(countries.countryOf(Address.parse("8.8.8.8").orElseThrow()))
                    .contains("US");
            assertThat(countries.countryOf(Address.parse("193.0.6.139").orElseThrow()))
                    .contains("NL");
            assertThat(countries.countryOf(Address.parse("2001:67c:2e8::1").orElseThrow()))
                    .contains("NL");
            assertThat(countries.countryOf(Address.parse("10.0.0.1").orElseThrow()))
                    .isEmpty();
        }
    }

    private static String zone(Networks networks, String address) {
        return networks.zoneOf(Address.parse(address).orElseThrow()).orElse("");
    }
}
