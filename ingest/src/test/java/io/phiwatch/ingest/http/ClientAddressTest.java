package io.phiwatch.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressTest {
    private final ClientAddress clients = new ClientAddress(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest(name = "peer {0}, forwarded for {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9  |                                        | 203.0.113.9",
                "203.0.113.9  | 198.51.100.1                           | 203.0.113.9",
                "10.1.1.1     | 198.51.100.1                           | 198.51.100.1",
                "10.1.1.1     | 6.6.6.6, 198.51.100.1                  | 198.51.100.1",
                "10.1.1.1     | 6.6.6.6, 198.51.100.1, 10.2.2.2        | 198.51.100.1",
                "10.1.1.1     | 10.3.3.3, 10.2.2.2                     | 10.3.3.3",
                "10.1.1.1     | 198.51.100.1, unknown                  | 10.1.1.1",
                "fd00:0:0:0:0:0:0:1 | [2001:db8::7]:443                | 2001:db8:0:0:0:0:0:7",
            })
    void judgesFromRightToLeft(String peer, String forwardedFor, String client) {
        assertThat(clients.of(peer, forwardedFor)).isEqualTo(client);
    }
}
