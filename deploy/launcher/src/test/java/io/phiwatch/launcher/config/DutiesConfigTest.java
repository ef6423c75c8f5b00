package io.phiwatch.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.phiwatch.alerting.clock.ClockPolicy;
import io.phiwatch.schema.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DutiesConfigTest {
    @TempDir
    private Path folder;

    @Test
    void takesWhatIsInTheJarWhereNothingIsSaid() throws IOException {
        DutiesConfig config = read("");

        assertThat(config.policy()).isEqualTo(ClockPolicy.defaults());
        assertThat(config.laws()).isEmpty();
        assertThat(config.playbooks()).isEmpty();
        assertThat(config.duties()).isNotNull();
    }

    @Test
    void readsEveryKey() throws IOException {
        DutiesConfig config = read("""
                clocks:
                  directory: /etc/phiwatch/clocks
                  also: [sec-8k]
                  never: [gdpr-people]
                  home: [US-CA, US-NY]
                  zone: America/New_York
                  from: critical
                playbooks:
                  directory: /etc/phiwatch/playbooks
                """);

        assertThat(config.laws()).hasValue(Path.of("/etc/phiwatch/clocks"));
        assertThat(config.playbooks()).hasValue(Path.of("/etc/phiwatch/playbooks"));
        assertThat(config.policy().also()).containsExactly("sec-8k");
        assertThat(config.policy().never()).containsExactly("gdpr-people");
        assertThat(config.policy().home()).containsExactlyInAnyOrder("US-CA", "US-NY");
        assertThat(config.policy().zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(config.policy().from()).isEqualTo(Level.critical);
    }

    @Test
    void namesEveryFaultWithItsPath() {
        assertThat(faults("""
                clocks: {zone: Mars/Olympus, from: dreadful, homes: [US-CA]}
                playbooks: {folder: /etc}
                """))
                .anyMatch(fault -> fault.startsWith("clocks.zone: must be a time zone"))
                .anyMatch(fault -> fault.startsWith("clocks.from: must be"))
                .anyMatch(fault -> fault.startsWith("clocks.homes: unknown key"))
                .anyMatch(fault -> fault.startsWith("playbooks.folder: unknown key"));
    }

    @Test
    void aClockThatIsNamedMustBeThere() throws IOException {
        DutiesConfig config = read("clocks: {never: [gdpr-peple]}");

        assertThat(catchThrowableOfType(ConfigException.class, config::duties))
                .hasMessageContaining("clocks: there is no clock gdpr-peple");
    }

    @Test
    void aFaultyFileStopsTheStartAndIsNamed() throws IOException {
        Path clocks = Files.createDirectories(folder.resolve("clocks"));
        Files.writeString(clocks.resolve("clinic.yml"), "clocks: [{id: clinic-contract}]");
        Path playbooks = Files.createDirectories(folder.resolve("playbooks"));
        Files.writeString(playbooks.resolve("own.md"), "no front matter");

        DutiesConfig badLaw = read("clocks: {directory: %s}".formatted(clocks));
        DutiesConfig badPlaybook = read("playbooks: {directory: %s}".formatted(playbooks));

        assertThat(catchThrowableOfType(ConfigException.class, badLaw::duties))
                .hasMessageContaining("clocks.directory")
                .hasMessageContaining("clinic.yml");
        assertThat(catchThrowableOfType(ConfigException.class, badPlaybook::duties))
                .hasMessageContaining("playbooks.directory")
                .hasMessageContaining("own.md");
    }

    private DutiesConfig read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("phiwatch.yaml"), yaml);
        return new ConfigLoader(Map.of()).load(Optional.of(file), Map.of()).duties();
    }

    private List<String> faults(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(yaml)).faults();
    }
}
