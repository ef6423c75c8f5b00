package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.http.HttpConfig.Limits;
import io.phiwatch.ingest.intake.AllowedPeers;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.ingest.syslog.SyslogListener;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    private static final Path KEYS = Path.of("keys");
    private static final Path STATE = Path.of("state");

    @Test
    void hasDefaults() {
        // When
        IngestConfig config = IngestConfig.defaults(KEYS, STATE);

        // Then
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().tls()).isEmpty();
        assertThat(config.http().trustedProxies()).isEmpty();
        assertThat(config.http().limits()).isEqualTo(new Limits(8 << 20, 32 << 20, 64 << 20, 512));
        assertThat(config.syslog()).isEmpty();
        assertThat(config.privacy()).isEqualTo(new IngestConfig.Privacy(StaffNames.CLEAR, KEYS, false));
        assertThat(config.networks()).isEmpty();
        assertThat(config.sources().all()).isEmpty();
        assertThat(config.faults(Set.of())).isEmpty();
    }

    private static IngestConfig faulty() {
        Source bad = new Source(
                "a b",
                "nope",
                "x|y",
                Environment.production,
                Surface.admin,
                List.of(" "),
                Duration.ZERO,
                Map.of("zone", "Nowhere"));
        return new IngestConfig(
                new HttpConfig("", 70_000, new Limits(0, -1, -2, 0), Optional.empty(), List.of("10.0.0.0/99")),
                List.of(
                        new SyslogListener("a", "", -1, Optional.empty(), 0, 0),
                        new SyslogListener("a", "::1", 0, Optional.empty(), 1, 1)),
                IngestConfig.Privacy.defaults(KEYS),
                Map.of("office", List.of("10.0.0.0/8", "ten")),
                new IngestConfig.Databases(
                        Path.of("no-such.mmdb"), Path.of("no-such.mmdb"), List.of(Path.of("no-such.mmdb"))),
                Map.of("friend", List.of("example.org")),
                STATE,
                new IngestConfig.Sources(
                        List.of(TestSource.SOURCE, TestSource.SOURCE, bad),
                        Map.of(
                                "shop-main",
                                new Inlet(
                                        new AllowedPeers(List.of(), List.of()),
                                        Optional.of(new SyslogRoute("b", List.of(), List.of())),
                                        List.of(" "),
                                        false),
                                "a b",
                                new Inlet(
                                        new AllowedPeers(List.of(), List.of("10.0.0.x")),
                                        Optional.empty(),
                                        List.of(),
                                        false)),
                        List.of()));
    }

    @Test
    void reportsEveryFaultWithItsPath() {
        // Given
        IngestConfig config = faulty();

        // When
        List<String> faults = config.faults(Set.of("fake"));

        // Then
        assertThat(faults.stream().map(fault -> fault.substring(0, fault.indexOf(':'))))
                .containsExactlyInAnyOrder(
                        "ingest.http.port",
                        "ingest.http.host",
                        "ingest.max_body",
                        "ingest.max_inflated",
                        "ingest.max_in_flight",
                        "ingest.max_deliveries",
                        "trusted_proxies[0]",
                        "ingest.syslog[0].host",
                        "ingest.syslog[0].port",
                        "ingest.syslog[0].max_message",
                        "ingest.syslog[0].max_connections",
                        "ingest.syslog[1].name",
                        "geo.database",
                        "geo.asn_database",
                        "geo.network_databases[0]",
                        "destinations.friend",
                        "networks.office[1]",
                        "sources[0].syslog.listener",
                        "sources[0].peers",
                        "sources[0].files",
                        "sources[1].id",
                        "sources[1].syslog.listener",
                        "sources[1].peers",
                        "sources[1].files",
                        "sources[2].id",
                        "sources[2].tenant",
                        "sources[2].platform",
                        "sources[2].secrets",
                        "sources[2].max_delay",
                        "sources[2].settings.zone",
                        "sources[2].peers.addresses[0]");
    }

    @Test
    void doesNotPrintSecrets() {
        IngestConfig config =
                IngestConfig.defaults(KEYS, STATE).with(IngestConfig.Sources.of(List.of(TestSource.SOURCE)));
        assertThat(config.toString()).doesNotContain(TestSource.SECRET);
    }
}
