package io.phiwatch.drills.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SimulatedSourceTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:30:00.750Z");

    @Test
    void shopifySignatureMatchesThePublishedVector() {
        // Given
        SimulatedSource shop = source(SimulatedSources.SHOP, "some-secret");

        // When
        Map<String, String> headers = shop.authenticate(delivery(shop, "Bf"), NOW);

        // Then
        assertThat(headers)
                .containsExactly(Map.entry("X-Shopify-Hmac-Sha256", "3X6clrsy+C8mmzR/MeTh6b/EcLr46WLZaU+24GrPXOM="));
    }

    @Test
    void zoomSignatureCoversTimestampAndRawBody() throws GeneralSecurityException {
        // Given
        SimulatedSource video = source(SimulatedSources.VIDEO, "zoom-secret");
        String body = "{\"event\":\"meeting.started\",\"topic\":\"Besuch für Ünal\"}";

        // When
        Map<String, String> headers = video.authenticate(delivery(video, body), NOW);

        // Then
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("zoom-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(("v0:1795167000:" + body).getBytes(StandardCharsets.UTF_8));
        assertThat(headers)
                .containsOnly(
                        Map.entry("x-zm-request-timestamp", "1795167000"),
                        Map.entry("x-zm-signature", "v0=" + HexFormat.of().formatHex(expected)));
    }

    @Test
    void platformsThatSignNothingSendABearerToken() {
        for (String id : List.of(SimulatedSources.WEB, SimulatedSources.PORTAL_IDP, SimulatedSources.PORTAL_FHIR)) {
            // Given
            SimulatedSource source = source(id, "token-" + id);

            // When
            Map<String, String> headers = source.authenticate(delivery(source, "x"), NOW);

            // Then
            assertThat(headers).containsExactly(Map.entry("Authorization", "Bearer token-" + id));
        }
    }

    @Test
    void generatedSecretsAreLongDifferentAndNeverPrinted() {
        // When
        List<SimulatedSource> sources = SimulatedSources.generate(new Random(1));

        // Then
        assertThat(sources)
                .extracting(SimulatedSource::secret)
                .doesNotHaveDuplicates()
                .allSatisfy(secret ->
                        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(24));
        assertThat(sources).allSatisfy(source -> assertThat(source.toString()).doesNotContain(source.secret()));
    }

    private static SimulatedSource source(String id, String secret) {
        return SimulatedSources.withSecrets(any -> secret).stream()
                .filter(source -> source.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Delivery delivery(SimulatedSource source, String body) {
        return new Delivery(source.id(), source.platform(), Map.of(), body, NOW);
    }
}
