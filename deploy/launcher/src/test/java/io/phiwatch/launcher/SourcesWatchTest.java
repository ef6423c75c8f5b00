package io.phiwatch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.launcher.config.ConfigException;
import io.phiwatch.launcher.config.ConfigLoader;
import io.phiwatch.launcher.config.PhiwatchConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourcesWatchTest {
    @TempDir
    private Path folder;

    private final List<PhiwatchConfig> taken = new ArrayList<>();
    private Path file;
    private Path secrets;
    private SourcesWatch watch;

    @BeforeEach
    void start() throws IOException {
        secrets = Files.writeString(folder.resolve("shop.secrets"), "old\n");
        file = folder.resolve("phiwatch.yaml");
        write("{id: shop, platform: shopify, tenant: acme, secrets_file: " + secrets + "}");
        watch = new SourcesWatch(load(), this::load, config -> {
            if (config.sources().size() > 2) {
                throw new ConfigException(List.of("too many"));
            }
            taken.add(config);
        });
    }

    @Test
    void handsOnWhatChanged() throws IOException {
        // When
        watch.look();
        Files.writeString(secrets, "new\nold\n");
        watch.look();
        watch.look();
        write(
                "{id: shop, platform: shopify, tenant: acme, secrets_file: " + secrets + "}",
                "{id: web, platform: nginx, tenant: acme, files: [/var/log/nginx/access.log]}");
        watch.look();

        // Then
        assertThat(taken).hasSize(2);
        assertThat(taken.get(0).sources().getFirst().secrets()).containsExactly("new", "old");
        assertThat(taken.get(1).sources()).hasSize(2);
    }

    @Test
    void handsOnOtherWaysIn() throws IOException {
        write("{id: shop, platform: shopify, tenant: acme, secrets_file: " + secrets + ", peers: {certificates: [x]}}");
        watch.look();

        assertThat(taken)
                .singleElement()
                .satisfies(
                        config -> assertThat(config.inlets().get("shop").peers().certificates())
                                .containsExactly("x"));
    }

    @Test
    void handsOnOtherFetches() throws IOException {
        // Given
        String polled = "{id: shop, platform: shopify, tenant: acme, receive: {poll: {url: 'https://a.example/%s'}}}";
        write(polled.formatted("apps"));
        watch.look();

        // When
        write(polled.formatted("themes"));
        watch.look();
        watch.look();

        // Then
        assertThat(taken).hasSize(2);
        assertThat(taken.get(1).sources()).isEqualTo(taken.get(0).sources());
        assertThat(taken.get(1).pulls()).isNotEqualTo(taken.get(0).pulls());
    }

    @Test
    void keepsToWhatIsInForceWhileThereAreFaults() throws IOException {
        // When
        write("{id: shop, platform: shopify, tenant: acme, secrets: []}");
        watch.look();
        write("{id: shop, plat");
        watch.look();
        write(
                "{id: a, platform: nginx, tenant: acme, secrets: [a]}",
                "{id: b, platform: nginx, tenant: acme, secrets: [b]}",
                "{id: c, platform: nginx, tenant: acme, secrets: [c]}");
        watch.look();
        boolean none = taken.isEmpty();
        write("{id: a, platform: nginx, tenant: acme, secrets: [a]}");
        watch.look();

        // Then
        assertThat(none).isTrue();
        assertThat(taken).hasSize(1);
    }

    private void write(String... sources) throws IOException {
        Files.writeString(file, "sources:\n  - " + String.join("\n  - ", sources) + '\n');
    }

    private PhiwatchConfig load() {
        return new ConfigLoader(Map.of()).load(Optional.of(file), Map.of());
    }
}
