package io.phiwatch.ingest.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.phi.UrlText.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlTextTest {
    @Test
    void takesAUrlApart() {
        UrlText url = UrlText.of("https://user:pw@shop.example.org:8443/a%20b/c;p=1?q=x+y&q=z&flag#token=t");

        assertThat(url.host()).isEqualTo("shop.example.org:8443");
        assertThat(url.segments()).containsExactly("a b", "c");
        assertThat(url.parameters())
                .containsExactlyInAnyOrder(
                        new Parameter("p", "1"),
                        new Parameter("q", "x y"),
                        new Parameter("q", "z"),
                        new Parameter("", "flag"),
                        new Parameter("token", "t"));
    }

    @ParameterizedTest
    @CsvSource({
        "jane%40example.org, jane@example.org",
        "jane%2540example.org, jane@example.org",
        "jane%252540example.org, jane@example.org",
        "jane%25252540example.org, jane%40example.org",
        "%, %",
        "100%, 100%",
        "%zz%4, %zz%4",
        "+14155550133, +14155550133",
        "a+b, a b",
        "caf%C3%A9, café",
    })
    void decodesUpToThreeRounds(String encoded, String decoded) {
        assertThat(UrlText.decode(encoded)).isEqualTo(decoded);
    }
}
