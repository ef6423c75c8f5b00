package io.phiwatch.launcher.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.text.TextSealException;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.privacy.KeyFiles;
import io.phiwatch.ingest.privacy.Keysets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysetTextSealsTest {
    private static final String TEXT = "Called the ward.\nJane Roe, SSN 536-90-4399, asked why.";
    private static final TextSeals.Place PLACE = new TextSeals.Place("acme", "c1");

    @TempDir
    private Path folder;

    @Test
    void opensWhatItSealedInItsPlaceOnly() {
        // Given
        TextSeals seals = seals();
        Keysets.open(new KeyFiles(folder, null), true);
        // When
        TextSeals.Sealed sealed = seals.seal(PLACE, TEXT);
        // Then
        assertThat(StandardCharsets.UTF_8
                        .decode(sealed.ciphertext().duplicate())
                        .toString())
                .doesNotContain("Jane");
        assertThat(sealed.phiTypes()).contains("US_SSN");
        assertThat(seals.open(PLACE, sealed.ciphertext())).contains(TEXT);
        assertThat(seals.open(new TextSeals.Place("other", "c1"), sealed.ciphertext()))
                .isEmpty();
        assertThat(seals.open(new TextSeals.Place("acme", "c2"), sealed.ciphertext()))
                .isEmpty();
    }

    @Test
    void takesNoTextWithoutAKey() {
        assertThatThrownBy(() -> seals().seal(PLACE, TEXT))
                .isInstanceOf(TextSealException.class)
                .hasMessageNotContaining("Jane");
    }

    @Test
    void letsLoginNamesStandInTheClearButNoIdentifierOfAPatient() {
        assertThat(seals().mayStandInClear("nurse.kim@acme.example")).isTrue();
        assertThat(seals().mayStandInClear("SSN:536-90-4399")).isFalse();
    }

    private TextSeals seals() {
        return KeysetTextSeals.of(new KeyFiles(folder, null), "texts", new PhiScanner());
    }
}
