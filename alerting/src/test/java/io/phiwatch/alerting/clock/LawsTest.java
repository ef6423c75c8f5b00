package io.phiwatch.alerting.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.clock.Due.CalendarDays;
import io.phiwatch.alerting.clock.Due.DaysAfterYearEnd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LawsTest {
    private static final Set<String> HOME = Set.of("US");
    private static final Laws LAWS = Laws.bundled();

    @TempDir
    private Path folder;

    @Test
    void everyLawSaysWhereItIsWritten() {
        assertThat(LAWS.all()).hasSizeGreaterThan(20).allSatisfy(law -> {
            assertThat(law.citation()).as(law.id()).isNotBlank();
            assertThat(law.source().getScheme()).as(law.id()).startsWith("http");
            assertThat(law.checked()).as(law.id()).isAfter(LocalDate.of(2026, 1, 1));
            assertThat(law.id()).matches("[a-z0-9-]{1,60}");
            assertThat(law.version()).hasSize(16);
        });
        assertThat(LAWS.exposures())
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(sum -> assertThat(sum.citation()).isNotBlank());
    }

    @ParameterizedTest(name = "{0} for {1} people in California: {2}")
    @CsvSource({
        // 45 CFR 164.406: more than 500 residents of one state.
        "hipaa-media, 499, false",
        "hipaa-media, 500, false",
        "hipaa-media, 501, true",
        // 16 CFR 318.5(b): 500 or more.
        "ftc-media, 499, false",
        "ftc-media, 500, true",
        "ftc-media, 501, true",
        // Cal. Civ. Code 1798.82(f): more than 500 Californians.
        "ca-attorney-general, 499, false",
        "ca-attorney-general, 500, false",
        "ca-attorney-general, 501, true",
        "ca-residents, 0, false",
        "ca-residents, 1, true",
        "ny-residents, 600, false",
        "gdpr-authority, 600, false"
    })
    void thresholdsHoldFromTheNumberThatTheLawNames(String id, long people, boolean applies) {
        Law law = LAWS.find(id).orElseThrow();
        Affected affected = new Affected(Map.of("US-CA", people), 0);

        assertThat(law.term(law.count(affected, HOME)).isPresent()).isEqualTo(applies);
    }

    @ParameterizedTest(name = "{0} Texans: {1}")
    @CsvSource({"249, false", "250, true", "251, true"})
    void texasCountsTexans(long texans, boolean applies) {
        // Tex. Bus. & Com. Code 521.053(i): at least 250 residents.
        Law law = LAWS.find("tx-attorney-general").orElseThrow();
        Affected affected = new Affected(Map.of("US-TX", texans, "US-CA", 10_000L), 0);

        assertThat(law.term(law.count(affected, HOME)).isPresent()).isEqualTo(applies);
    }

    @ParameterizedTest(name = "{0} Floridians: {1}")
    @CsvSource({"499, false", "500, true", "501, true"})
    void floridaCountsFloridians(long floridians, boolean applies) {
        Law law = LAWS.find("fl-legal-affairs").orElseThrow();

        assertThat(law.term(law.count(new Affected(Map.of("US-FL", floridians), 0), HOME))
                        .isPresent())
                .isEqualTo(applies);
    }

    @ParameterizedTest(name = "{0} people: {1}")
    @CsvSource({"499, false", "500, true", "501, true"})
    void theSecretaryIsToldWithThePeopleFromFiveHundredOn(long people, boolean soon) {
        // 45 CFR 164.408(b) and (c), over all states together.
        Law law = LAWS.find("hipaa-hhs").orElseThrow();
        Affected affected = new Affected(Map.of("US-CA", people - 200, "US-NY", 200L), 0);

        assertThat(law.term(law.count(affected, HOME)).orElseThrow().due())
                .isEqualTo(soon ? new CalendarDays(60) : new DaysAfterYearEnd(60));
    }

    @Test
    void mediaLooksAtTheLargestStateAndNotAtTheSum() {
        Law law = LAWS.find("hipaa-media").orElseThrow();

        assertThat(law.count(new Affected(Map.of("US-CA", 400L, "US-NY", 400L), 0), HOME))
                .isEqualTo(400);
        assertThat(law.count(new Affected(Map.of("US-CA", 400L, "US-NY", 400L), 101), HOME))
                .isEqualTo(501);
    }

    @Test
    void whoLivesSomewhereMayLiveAtHomeOnly() {
        Affected affected = new Affected(Map.of("DE-BE", 3L), 40);

        assertThat(LAWS.find("ny-residents").orElseThrow().count(affected, HOME))
                .isEqualTo(40);
        assertThat(LAWS.find("gdpr-authority").orElseThrow().count(affected, HOME))
                .isEqualTo(3);
        assertThat(LAWS.find("gdpr-authority").orElseThrow().count(affected, Set.of("US", "DE")))
                .isEqualTo(43);
    }

    @ParameterizedTest
    @CsvSource({"CA, US-CA", "ca, US-CA", "US-NY, US-NY", "DE-BE, DE-BE", "'', unknown"})
    void statesAreWrittenAsTablesHaveThem(String written, String code) {
        assertThat(Affected.code(written)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-CA", "US-CA:many", "california:3", "US-CA:3+", "US-CA:-1", "US-CA:3 "})
    void countsThatCannotBeReadAreNotTaken(String residents) {
        assertThat(AffectedCounts.isReadable(residents)).isFalse();
    }

    @Test
    void countsAreWrittenInAsManyPartsAsTheyFill() {
        // Given
        Map<String, Long> byState = new TreeMap<>(Map.of("CA", 2L, "US-CA", 1L, "California", 4L, "DE-BE", 5L, "", 6L));
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            byState.put("US-X" + letter, 1_000_000L);
        }
        // When
        List<String> texts = AffectedCounts.texts(byState);
        // Then
        Map<String, Long> read = new TreeMap<>();
        assertThat(texts).hasSizeGreaterThan(2).allSatisfy(text -> {
            assertThat(text).hasSizeLessThanOrEqualTo(128);
            assertThat(AffectedCounts.isReadable(text)).isTrue();
            read.putAll(AffectedCounts.parse(text));
        });
        assertThat(read)
                .hasSize(29)
                .containsEntry("US-CA", 3L)
                .containsEntry("DE-BE", 5L)
                .containsEntry("unknown", 10L)
                .containsEntry("US-XZ", 1_000_000L);
    }

    @Test
    void exposureIsTheRangeOfTheStatuteTimesPeople() {
        Affected affected = new Affected(Map.of("US-CA", 1_000L, "US-NY", 10L), 0);
        var estimates = new Clocks(LAWS, ClockPolicy.defaults()).exposure(affected);

        assertThat(estimates)
                .filteredOn(it -> it.exposure().id().equals("ccpa-statutory-damages"))
                .singleElement()
                .satisfies(it -> {
                    // 1,000 times 107 and 799.
                    assertThat(it.low()).isEqualByComparingTo(new BigDecimal("107000"));
                    assertThat(it.high()).isEqualByComparingTo(new BigDecimal("799000"));
                });
        assertThat(estimates)
                .filteredOn(it -> it.exposure().id().equals("ca-facility-penalty"))
                .singleElement()
                .satisfies(it -> assertThat(it.high()).isEqualByComparingTo(new BigDecimal("250000")));
        assertThat(estimates)
                .filteredOn(it -> it.exposure().id().equals("ny-late-notice"))
                .singleElement()
                .satisfies(it -> assertThat(it.high()).isEqualByComparingTo(new BigDecimal("5000")));
        assertThat(estimates).noneMatch(it -> it.exposure().id().startsWith("fl-"));
    }

    @Test
    void aFolderAddsClausesAndReplacesLaws() throws IOException {
        // Given
        write("""
                clocks:
                  - id: clinic-contract
                    title: Tell the clinic
                    citation: Agreement with the clinic, 7.2
                    source: https://intranet.example/contracts/clinic
                    checked: 2026-11-01
                    recipient: Privacy officer of the clinic
                    by_default: true
                    terms: [{hours: 24}]
                  - id: hipaa-associate
                    title: Tell the covered entity
                    citation: Agreement, 4.1
                    source: https://intranet.example/contracts/entity
                    checked: 2026-11-01
                    recipient: Covered entity
                    terms: [{business_days: 5, calendar: us-federal}]
                """);

        // When
        Laws laws = Laws.with(folder);

        // Then
        assertThat(laws.find("clinic-contract").orElseThrow().byDefault()).isTrue();
        assertThat(laws.find("hipaa-associate").orElseThrow().citation()).isEqualTo("Agreement, 4.1");
        assertThat(laws.find("hipaa-individuals")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "terms: [{days: 5}]|own.yml: clocks.[0].terms.[0].days",
                "terms: [{hours: 5, calendar_days: 2}]|own.yml: terms: each has one of",
                "terms: []|own.yml: terms: must not be empty",
                "terms: [{business_days: 5, calendar: moon}]|own.yml: business_days: needs a calendar",
                "terms: [{at_least: 5, more_than: 5, hours: 2}]|own.yml: terms: at_least or more_than",
                "terms: [{hours: 2}], start: met|own.yml: after: goes with start: met",
                "terms: [{hours: 2}], start: met, after: nothing|x: after: there is no clock nothing"
            })
    void aFaultNamesFileAndPlace(String rest, String fault) throws IOException {
        write("clocks: [{id: x, title: t, citation: c, source: 'https://a.example', checked: 2026-01-01, recipient: r, "
                + rest + "}]");

        assertThatThrownBy(() -> Laws.with(folder))
                .isInstanceOf(LawException.class)
                .hasMessageStartingWith(fault);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("own.yml"), text);
    }
}
