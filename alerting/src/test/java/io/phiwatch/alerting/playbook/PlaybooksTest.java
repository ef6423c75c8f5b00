package io.phiwatch.alerting.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.Alerts;
import io.phiwatch.schema.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaybooksTest {
    @TempDir
    private Path folder;

    @Test
    void eachKindOfIncidentHasOne() {
        assertThat(Playbooks.bundled().all())
                .extracting(Playbook::id)
                .containsExactly(
                        "phi-breach",
                        "account-takeover",
                        "insider",
                        "payment-disruption",
                        "availability",
                        "unapproved-change",
                        "third-party",
                        "telehealth");
    }

    @Test
    void eachSaysWhoDoesWhatByWhenAndHowOnEveryPlatform() {
        assertThat(Playbooks.bundled().all()).allSatisfy(playbook -> {
            assertThat(playbook.steps()).hasSizeGreaterThanOrEqualTo(6);
            assertThat(playbook.steps().getFirst().due()).isLessThanOrEqualTo(Duration.ofMinutes(30));
            assertThat(playbook.guide())
                    .contains("## Shopify", "## Magento", "## WooCommerce", "## Keycloak", "## Zoom", "# Draft");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "phi-breach, 0, true",
        "account-takeover, 0, false",
        "account-takeover, 1, true",
        "availability, 9, false",
        "unknown-playbook, 1, true",
        "unknown-playbook, 0, false"
    })
    void whatMayBeABreachDependsOnThePlaybook(String playbook, long patients, boolean mayBe) {
        var alert = Alerts.of("a1", "some-rule", Level.high)
                .setPlaybook(playbook)
                .setPatientsCount(patients)
                .build();

        assertThat(Playbooks.bundled().mayBeBreach(alert)).isEqualTo(mayBe);
    }

    @Test
    void aFolderReplacesOneByItsId() throws IOException {
        // Given
        write("""
                ---
                id: availability
                title: Ours
                possible_breach: never
                steps:
                  - {id: call, role: responder, due: 5m, title: Call the data centre}
                ---
                # Call them
                """);

        // When
        Playbooks playbooks = Playbooks.with(folder);

        // Then
        Playbook ours = playbooks.find("availability").orElseThrow();
        assertThat(ours.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.due()).isEqualTo(Duration.ofMinutes(5)));
        assertThat(ours.version())
                .isNotEqualTo(
                        Playbooks.bundled().find("availability").orElseThrow().version());
        assertThat(playbooks.all()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{id: a, role: nurse, due: 5m, title: t}|Role",
                "{id: a, role: legal, due: soon, title: t}|due: a time such as",
                "{id: a, role: legal, title: t}|due",
                "{id: A b, role: legal, due: 5m, title: t}|steps: each has an id",
            })
    void aFaultIsNamed(String step, String fault) throws IOException {
        write("---\nid: own\ntitle: t\npossible_breach: never\nsteps: [" + step + "]\n---\ntext\n");

        assertThatThrownBy(() -> Playbooks.with(folder))
                .isInstanceOf(PlaybookException.class)
                .hasMessageStartingWith("own.md: ")
                .hasMessageContaining(fault);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("own.md"), text);
    }
}
