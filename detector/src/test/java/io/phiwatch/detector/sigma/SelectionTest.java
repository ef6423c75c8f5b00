package io.phiwatch.detector.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final Map<String, Object> EVENT = Map.of(
            "user", Map.of("name", "Ada", "roles", List.of("nurse", "admin")), "flat.key", "Zebra", "size", 4711);

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = ';', textBlock = """
            {user.name: ada, size: 4711}; true
            {user.name: ada, size: 1}; false
            [{user.name: bob}, {size: 4711}]; true
            [{user.name: bob}, {size: 1}]; false
            {user.roles: admin}; true
            {flat.key: zebra}; true
            {user.roles|contains|all: [nurs, admi]}; true
            [zeb, nothing]; true
            zeb; true
            nothing; false
            [471]; true
            {'|all': [zeb, ada]}; true
            {'|all': [zeb, bob]}; false
            {'|re': 'Z.b'}; true
            {'|startswith': ebra}; false
            {'|endswith': ebra}; true
            {'|cased': zebra}; false
            [nothing, {size|gt: 4000}]; true
            """)
    void mapsAreAndListsAreOr(String selection, boolean expected) {
        // When
        boolean matches = Rules.matches("s: " + selection + "\ncondition: s", EVENT);

        // Then
        assertThat(matches).isEqualTo(expected);
    }
}
