package io.phiwatch.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsFileTest {
    @TempDir
    private Path folder;

    @Test
    void holdsTheNewestTwo() throws IOException {
        // Given
        Path path = folder.resolve("shop.secrets");
        SecretsFile file = SecretsFile.at(path);

        // When
        file.add("one");
        file.add("two");
        file.add("three");

        // Then
        assertThat(file.read()).containsExactly("three", "two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        file.dropOld();
        assertThat(file.read()).containsExactly("three");
    }

    @Test
    void isEmptyWhereItIsNotThere() throws IOException {
        assertThat(SecretsFile.at(folder.resolve("none")).read()).isEmpty();
    }

    @Test
    void leavesOutBlankLines() throws IOException {
        Path path = Files.writeString(folder.resolve("s"), "\n one \n\ntwo\n");

        assertThat(SecretsFile.at(path).read()).containsExactly("one", "two");
    }
}
