package io.phiwatch.detector.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountriesTest {
    private final Countries countries = Countries.load();

    /** Least distances between points of the two countries, rounded down, as any atlas shows them. */
    @ParameterizedTest
    @CsvSource({
        "DE, BR, 6000, 8200",
        "DE, US, 4200, 7800",
        "US, IN, 9000, 12500",
        "GB, AU, 11000, 14500",
        "US, GB, 4000, 6000",
        "JP, FR, 8500, 9800",
    })
    void distanceLiesBelowWhatTravellersCover(String from, String to, double least, double most) {
        assertThat(countries.distanceKm(from, to)).isBetween(least, most);
        assertThat(countries.distanceKm(to, from)).isCloseTo(countries.distanceKm(from, to), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"DE, FR", "US, CA", "ES, PT", "DE, DE", "CN, RU"})
    void neighboursAreNoDistanceApartThatRulesAskFor(String from, String to) {
        assertThat(countries.distanceKm(from, to)).isLessThan(500);
        assertThat(countries.isBeyondBorder(from, to)).isFalse();
    }

    @Test
    void tellsCountriesWithoutACommonBorder() {
        assertThat(countries.isBeyondBorder("DE", "ES")).isTrue();
        assertThat(countries.isBeyondBorder("US", "GB")).isTrue();
    }

    @Test
    void whatIsNotKnownIsNull() {
        assertThat(countries.distanceKm("DE", "XX")).isNull();
        assertThat(countries.distanceKm(null, "DE")).isNull();
        assertThat(countries.isBeyondBorder("DE", null)).isNull();
    }

    @Test
    void bordersAreMutual() {
        assertThat(countries.codes())
                .hasSizeGreaterThan(200)
                .allSatisfy(code -> assertThat(countries.neighbours(code))
                        .allSatisfy(other -> assertThat(countries.neighbours(other))
                                .as("%s and %s", code, other)
                                .contains(code)));
    }
}
