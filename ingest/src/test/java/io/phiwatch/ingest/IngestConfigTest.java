package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.IngestConfig.Http;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    private static final Path KEYS = Path.of("keys");

    @Test
    void hasDefaults() {
        // When
        IngestConfig config = IngestConfig.defaults(KEYS);

        // Then
        assertThat(config.http()).isEqualTo(new Http("127.0.0.1", 8080, 8 * 1024 * 1024));
        assertThat(config.privacy()).isEqualTo(new IngestConfig.Privacy(StaffNames.CLEAR, KEYS, false));
        assertThat(config.networks()).isEmpty();
        assertThat(config.sources()).isEmpty();
        assertThat(config.faults(Set.of())).isEmpty();
    }

    @Test
    void reportsEveryFaultWithItsPath() {
        // Given
        Source bad = new Source(
                "a b",
                "nope",
                "x|y",
                Environment.production,
                Surface.admin,
                List.of(" "),
                Duration.ZERO,
                Map.of("zone", "Nowhere"));
        IngestConfig config = new IngestConfig(
                new Http("", 70_000, 0),
                IngestConfig.Privacy.defaults(KEYS),
                Map.of("office", List.of("10.0.0.0/8", "ten")),
                new IngestConfig.Databases(
                        Path.of("no-such.mmdb"), Path.of("no-such.mmdb"), List.of(Path.of("no-such.mmdb"))),
                Map.of("friend", List.of("example.org")),
                List.of(TestSource.SOURCE, TestSource.SOURCE, bad));

        // When
        List<String> faults = config.faults(Set.of("fake"));

        // Then
        assertThat(faults.stream().map(fault -> fault.substring(0, fault.indexOf(':'))))
                .containsExactlyInAnyOrder(
                        "ingest.http.port",
                        "ingest.http.host",
                        "ingest.http.max_body",
                        "geo.database",
                        "geo.asn_database",
                        "geo.network_databases[0]",
                        "destinations.friend",
                        "networks.office[1]",
                        "sources[1].id",
                        "sources[2].id",
                        "sources[2].tenant",
                        "sources[2].platform",
                        "sources[2].secrets",
                        "sources[2].max_delay",
                        "sources[2].settings.zone");
    }

    @Test
    void doesNotPrintSecrets() {
        IngestConfig config = new IngestConfig(
                Http.defaults(),
                IngestConfig.Privacy.defaults(KEYS),
                Map.of(),
                IngestConfig.Databases.bundled(),
                Map.of(),
                List.of(TestSource.SOURCE));
        assertThat(config.toString()).doesNotContain(TestSource.SECRET);
    }
}
