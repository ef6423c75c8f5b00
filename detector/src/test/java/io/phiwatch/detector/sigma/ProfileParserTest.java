package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileParserTest {
    private static final String GOOD = """
            name: exports
            title: Exports in a day
            subject: actor
            logsource: {product: phiwatch, category: access}
            detection:
              out: {action: export}
              condition: out
            measure: {sum: records.count}
            period: 1d
            window: 30d
            history: 60
            least: 7
            floor: 20
            ceiling: 500
            peers: role
            max_delay: 1h
            """;

    @Test
    void readsWhatIsWritten() {
        Profile profile = parse(GOOD).profiles().getFirst();

        assertThat(profile.name()).isEqualTo("exports");
        assertThat(profile.measure()).isEqualTo(new Profile.Measure(Profile.Kind.SUM, "records.count"));
        assertThat(profile.periods())
                .isEqualTo(new Profile.Periods(Duration.ofDays(1), 30, 60, 7, Duration.ofHours(1)));
        assertThat(profile.limits()).isEqualTo(new Profile.Limits(20, 500.0));
        assertThat(profile.comparesPeers()).isTrue();
        assertThat(profile.isCount()).isFalse();
    }

    @Test
    void stateIsKeptUnderWhatAProfileMeansAndNotItsTitle() {
        int key = parse(GOOD).profiles().getFirst().key();

        assertThat(parse(GOOD.replace("Exports in", "Exports of"))
                        .profiles()
                        .getFirst()
                        .key())
                .isEqualTo(key);
        assertThat(parse(GOOD.replace("action: export", "action: print"))
                        .profiles()
                        .getFirst()
                        .key())
                .isNotEqualTo(key);
        assertThat(parse(GOOD.replace("window: 30d", "window: 7d"))
                        .profiles()
                        .getFirst()
                        .key())
                .isNotEqualTo(key);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("subject: actor", "subject: patient", "subject: must be actor or source"),
                Arguments.of("category: access", "category: source", "logsource: must be of category access"),
                Arguments.of("action: export", "acton: export", "no such field 'acton'; did you mean 'action'?"),
                Arguments.of("action: export", "behavior.exports.value: 1", "no such field 'behavior.exports.value'"),
                Arguments.of("sum: records.count", "sum: records.cnt", "measure: no such field 'records.cnt'"),
                Arguments.of("sum: records.count", "mean: records.count", "measure: must be {count: events}"),
                Arguments.of("period: 1d", "period: 90s", "period: must be whole minutes"),
                Arguments.of("window: 30d", "window: 36h", "window: must be a number of whole periods"),
                Arguments.of("least: 7", "least: 61", "least: is more than history"),
                Arguments.of("floor: 20", "floor: 0", "floor: must be a number above 0"),
                Arguments.of("peers: role", "peers: age", "peers: must be role"),
                Arguments.of("name: exports", "name: login", "name: must be lower-case words"),
                Arguments.of("ceiling:", "cieling:", "unknown key 'cieling'; did you mean 'ceiling'?"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rejectsWhatItCannotHonour(String right, String wrong, String reason) {
        assertThatThrownBy(() -> parse(GOOD.replace(right, wrong)))
                .isInstanceOf(RuleSetException.class)
                .hasMessageContaining("p.yml")
                .hasMessageContaining(reason);
    }

    @Test
    void theNamesThatRulesRelyOnAreThere() {
        assertThat(ProfileSet.bundled().profiles())
                .extracting(Profile::name)
                .contains(
                        "patients-opened",
                        "patients-opened-daily",
                        "patients-unrelated",
                        "exports",
                        "records-exported",
                        "bytes-exported",
                        "refunds",
                        "searches",
                        "source-events",
                        "source-refused",
                        "source-errors",
                        "source-payments-failed",
                        "source-exports");
        assertThat(ProfileSet.bundled().profiles())
                .filteredOn(profile -> profile.shareOf() != null)
                .allSatisfy(profile -> assertThat(ProfileSet.bundled().named(profile.shareOf()))
                        .isPresent());
    }

    private static ProfileSet parse(String text) {
        return ProfileSet.of(List.of(new RuleFile("p.yml", text)));
    }
}
