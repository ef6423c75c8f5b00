package io.phiwatch.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetokeningTest {
    private static final Phi<String> JANE = Phi.of("jane@example.org");
    private static final Sealer.Label LABEL = new Sealer.Label("e-1", "acme", "shop", "text/plain");

    @TempDir
    private Path directory;

    @Test
    void keepsTokensUntilTheNewKeyIsActivated() {
        // Given
        KeyFiles files = new KeyFiles(directory, null);
        String before = token(Keysets.open(files, true));

        // When
        Retokening.Pair pair = Retokening.prepare(files).pair(TokenKind.PATIENT, "acme", JANE);

        // Then
        assertThat(pair.from()).isEqualTo(before).isEqualTo(token(Keysets.open(files, false)));
        assertThat(pair.to()).isNotEqualTo(before);
    }

    @Test
    void makesTheMappedTokensOnceActivated() {
        // Given
        KeyFiles files = new KeyFiles(directory, null);
        Keysets.open(files, true);
        Retokening.Pair mapped = Retokening.prepare(files).pair(TokenKind.PATIENT, "acme", JANE);

        // When
        Retokening.prepare(files).activate();

        // Then
        assertThat(token(Keysets.open(files, false))).isEqualTo(mapped.to());
        assertThat(Retokening.prepare(files)
                        .pair(TokenKind.PATIENT, "acme", JANE)
                        .from())
                .isEqualTo(mapped.to());
    }

    @Test
    void rotatedSealsStayReadableAndTokensStay() throws Exception {
        // Given
        KeyFiles files = new KeyFiles(directory, null);
        Keysets old = Keysets.open(files, true);
        var sealed = old.sealer("sealed").seal(LABEL, Instant.EPOCH, "x".getBytes(StandardCharsets.UTF_8));

        // When
        int keys = Keysets.rotateSeals(files);

        // Then
        Keysets rotated = Keysets.open(files, false);
        assertThat(keys).isEqualTo(2);
        assertThat(rotated.sealer("sealed").open(sealed).reveal()).isEqualTo(new byte[] {'x'});
        assertThat(token(rotated)).isEqualTo(token(old));
        var later = rotated.sealer("sealed").seal(LABEL, Instant.EPOCH, new byte[] {1});
        assertThatThrownBy(() -> old.sealer("sealed").open(later)).isNotNull();
    }

    @Test
    void neverOverwritesKeys() {
        KeyFiles files = new KeyFiles(directory, null);
        Keysets.create(files);

        assertThatThrownBy(() -> Keysets.create(files))
                .isInstanceOf(KeysetException.class)
                .hasMessageContaining("there already");
    }

    @Test
    void wrapsKeysetsWithAKeyOfTheKms() throws Exception {
        // Given
        KeyFiles files = new KeyFiles(directory, URI.create(FakeKms.KEY));
        String token = token(Keysets.open(files, true));

        // Then
        assertThat(token(Keysets.open(files, false))).isEqualTo(token);
        assertThat(Files.readString(directory.resolve("tokens.json"))).contains("encryptedKeyset");
        KeyFiles clear = new KeyFiles(directory, null);
        assertThatThrownBy(() -> Keysets.open(clear, false)).isInstanceOf(KeysetException.class);
        Files.copy(directory.resolve("tokens.json"), directory.resolve("swap"));
        Files.move(
                directory.resolve("swap"),
                directory.resolve("seals.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Keysets.open(files, false)).isInstanceOf(KeysetException.class);
    }

    @Test
    void saysWhichKmsHasNoClient() {
        KeyFiles files = new KeyFiles(directory, URI.create("nowhere-kms://key"));

        assertThatThrownBy(() -> Keysets.open(files, true))
                .isInstanceOf(KeysetException.class)
                .hasMessageContaining("nowhere-kms");
    }

    private static String token(Keysets keys) {
        return keys.tokens().of(TokenKind.PATIENT, "acme", JANE);
    }
}
