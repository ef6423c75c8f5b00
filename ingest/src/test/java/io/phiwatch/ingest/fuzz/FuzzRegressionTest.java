package io.phiwatch.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.phiwatch.ingest.adapter.Adapters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds, whatever a fuzzer once found, and small changes of both, through every target. */
class FuzzRegressionTest {
    private static final int CHANGES = 150;

    static Stream<String> targets() {
        return FuzzTargets.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void survivesSeedsAndTheirChanges(String name) throws Exception {
        Consumer<byte[]> target = Objects.requireNonNull(FuzzTargets.all().get(name));
        Random random = new Random(name.hashCode());
        for (byte[] seed : seeds(name)) {
            assertThatCode(() -> target.accept(seed)).as(name).doesNotThrowAnyException();
            for (int i = 0; i < CHANGES; i++) {
                byte[] changed = changed(seed, random);
                assertThatCode(() -> target.accept(changed)).as(name).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void hasATargetForEveryAdapter() {
        assertThat(FuzzTargets.all().keySet())
                .contains("scanner", "syslog", "url")
                .containsAll(Adapters.all().stream()
                        .map(adapter -> "adapter-" + adapter.platform())
                        .toList());
    }

    private static List<byte[]> seeds(String name) throws IOException, URISyntaxException {
        List<byte[]> seeds = new ArrayList<>();
        for (String folder : List.of("all", name)) {
            var resource = FuzzRegressionTest.class.getResource("seeds/" + folder);
            if (resource != null) {
                try (Stream<Path> files = Files.list(Path.of(resource.toURI()))) {
                    for (Path file : files.sorted().toList()) {
                        seeds.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        assertThat(seeds).isNotEmpty();
        return seeds;
    }

    private static byte[] changed(byte[] seed, Random random) {
        byte[] changed = seed.clone();
        for (int i = random.nextInt(1, 6); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            changed = switch (random.nextInt(4)) {
                case 0 -> without(changed, at, random.nextInt(1, 9));
                case 1 -> twice(changed, at);
                default -> replaced(changed, at, (byte) random.nextInt(256));
            };
        }
        return changed;
    }

    private static byte[] replaced(byte[] bytes, int at, byte other) {
        bytes[at] = other;
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        int end = Math.min(bytes.length, at + length);
        byte[] shorter = new byte[bytes.length - (end - at)];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, end, shorter, at, bytes.length - end);
        return shorter;
    }

    private static byte[] twice(byte[] bytes, int at) {
        byte[] longer = new byte[bytes.length * 2 - at];
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        System.arraycopy(bytes, at, longer, bytes.length, bytes.length - at);
        return longer;
    }
}
