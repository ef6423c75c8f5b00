package io.phiwatch.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.schema.SealedPayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetsTest {
    private static final Sealer.Label LABEL = new Sealer.Label("e-1", "acme", "shop-main", "application/json");

    @TempDir
    private Path directory;

    @Test
    void createsKeysThatOnlyTheOwnerReadsAndReadsThemAgain() throws Exception {
        // Given
        Path keys = directory.resolve("keys");
        String token = Keysets.open(keys, true).tokens().of(TokenKind.PATIENT, "acme", Phi.of("jane@example.org"));

        // When
        String again = Keysets.open(keys, false).tokens().of(TokenKind.PATIENT, "acme", Phi.of("jane@example.org"));

        // Then
        assertThat(again).isEqualTo(token);
        for (String file : new String[] {"tokens.json", "seals.json"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(file))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(keys)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void refusesToStartWithoutKeys() {
        assertThatThrownBy(() -> Keysets.open(directory, false))
                .isInstanceOf(KeysetException.class)
                .hasMessageContaining("tokens.json is missing")
                .hasMessageNotContaining("\n");
    }

    @Test
    void neverMakesUpForOneLostKey() throws Exception {
        // Given
        Keysets.open(directory, true);
        Files.delete(directory.resolve("tokens.json"));

        // Then
        assertThatThrownBy(() -> Keysets.open(directory, true)).isInstanceOf(KeysetException.class);
    }

    @Test
    void refusesAFileThatIsNoKeyset() throws Exception {
        // Given
        Keysets.open(directory, true);
        Files.writeString(directory.resolve("seals.json"), "{}");

        // Then
        assertThatThrownBy(() -> Keysets.open(directory, true)).isInstanceOf(KeysetException.class);
    }

    @Test
    void tokensAreApartByTenantAndKind() {
        // Given
        Tokens tokens = Keysets.open(directory, true).tokens();
        Phi<String> person = Phi.of("4711");

        // When
        String token = tokens.of(TokenKind.PATIENT, "acme", person);

        // Then
        assertThat(token).matches("p1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]{22}").doesNotContain("4711");
        assertThat(tokens.of(TokenKind.PATIENT, "other", person)).isNotEqualTo(token);
        assertThat(tokens.of(TokenKind.STAFF, "acme", person)).isNotEqualTo(token);
        assertThat(tokens.of(TokenKind.PATIENT, "acme", Phi.of("4712"))).isNotEqualTo(token);
    }

    @Test
    void oneMailAddressIsOnePersonInAnyCaseButIdsKeepTheirs() {
        Tokens tokens = Keysets.open(directory, true).tokens();
        assertThat(tokens.of(TokenKind.PATIENT, "acme", Phi.of(" Jane@Example.org ")))
                .isEqualTo(tokens.of(TokenKind.PATIENT, "acme", Phi.of("jane@example.org")));
        assertThat(tokens.of(TokenKind.SESSION, "acme", Phi.of("aB")))
                .isNotEqualTo(tokens.of(TokenKind.SESSION, "acme", Phi.of("ab")));
    }

    @Test
    void opensWhatItSealed() throws Exception {
        // Given
        Sealer sealer = Keysets.open(directory, true).sealer("phiwatch.sealed");
        byte[] original = "SSN 123-45-6789".getBytes(StandardCharsets.UTF_8);

        // When
        SealedPayload sealed = sealer.seal(LABEL, Instant.EPOCH, original);

        // Then
        assertThat(sealer.open(sealed).reveal()).isEqualTo(original);
        assertThat(new String(sealed.getCiphertext().array(), StandardCharsets.ISO_8859_1))
                .doesNotContain("123-45-6789");
    }

    @Test
    void doesNotOpenASealThatWasMoved() {
        // Given
        Keysets keys = Keysets.open(directory, true);
        Sealer sealer = keys.sealer("phiwatch.sealed");
        SealedPayload sealed = sealer.seal(LABEL, Instant.EPOCH, new byte[] {1});
        SealedPayload moved =
                SealedPayload.newBuilder(sealed).setTenant("other").build();

        // Then
        assertThatThrownBy(() -> sealer.open(moved)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> keys.sealer("elsewhere").open(sealed)).isInstanceOf(GeneralSecurityException.class);
    }
}
