package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignaturesTest {
    @Test
    void agreesWithThePublishedVector() {
        byte[] body = "Bf".getBytes(StandardCharsets.UTF_8);

        assertThat(Signatures.base64("some-secret", body)).isEqualTo("3X6clrsy+C8mmzR/MeTh6b/EcLr46WLZaU+24GrPXOM=");
        assertThat(Signatures.isBase64(
                        "3X6clrsy+C8mmzR/MeTh6b/EcLr46WLZaU+24GrPXOM=", List.of("x", "some-secret"), body))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s3cret, true",
        "Bearer s3cret, true",
        "'', false",
        "Basic s3cret, false",
        "s3cre, false",
        "' ', false",
    })
    void comparesWholeAuthorizationHeaders(String header, boolean expected) {
        Delivery delivery = new Delivery(new byte[0], Map.of("authorization", header), Instant.EPOCH, "d");

        assertThat(Signatures.isAuthorization(delivery, List.of(" ", "s3cret"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer s3cret, true",
        "bearer s3cret, true",
        "Bearer  s3cret, true",
        "Bearer s3cre, false",
        "Bearer s3crets, false",
        "Bearer, false",
        "Basic s3cret, false",
        "s3cret, false",
        "'', false",
    })
    void comparesBearerTokens(String header, boolean expected) {
        Delivery delivery = new Delivery(new byte[0], Map.of("authorization", header), Instant.EPOCH, "d");

        assertThat(Signatures.isBearer(delivery, List.of("other", "s3cret"))).isEqualTo(expected);
    }
}
