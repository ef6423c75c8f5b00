package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every rule of the pack has; that it does what its tests say, {@code PackTestsTest} shows on the topology. */
class RulePackTest {
    private static final RuleSet PACK = RuleSet.bundled();
    private static final Path FOLDER = Path.of("rules");

    /** One for each type of incident. */
    private static final List<String> PLAYBOOKS = List.of(
            "account-takeover",
            "availability",
            "insider",
            "payment-disruption",
            "phi-breach",
            "telehealth",
            "third-party",
            "unapproved-change");

    @Test
    void holdsTheRulesOfTheFirstPack() {
        assertThat(PACK.rules())
                .filteredOn(Rule::alerts)
                .extracting(
                        rule -> rule.metadata().name() + " " + rule.metadata().level())
                .contains(
                        "login-brute-force medium",
                        "login-impossible-travel high",
                        "mfa-disabled high",
                        "phi-in-url high",
                        "phi-bulk-read high",
                        "phi-bulk-export critical",
                        "phi-bulk-export-unknown-size high");
    }

    @Test
    void everyRuleSaysWhatPeopleNeedToActOnIt() {
        assertThat(PACK.rules()).filteredOn(Rule::alerts).allSatisfy(rule -> {
            RuleMetadata metadata = rule.metadata();
            assertThat(metadata.controls())
                    .isNotEmpty()
                    .allMatch(control -> control.matches("(soc2\\.[A-Z]+|pci\\.)[0-9.]+"));
            assertThat(metadata.playbook()).isIn(PLAYBOOKS);
            assertThat(metadata.falsePositives()).isNotEmpty();
            assertThat(metadata.references()).isNotEmpty();
            assertThat(metadata.description()).isNotBlank();
            assertThat(metadata.author()).isEqualTo("phiwatch");
            assertThat(metadata.license()).isEqualTo("Apache-2.0");
            assertThat(metadata.id()).matches("[0-9a-f-]{36}");
            assertThat(FOLDER.resolve(metadata.file().replace(".yml", ".test.yml")))
                    .exists();
        });
    }
}
