package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.RsaKeys;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.magento.MagentoAdapter;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Adobe wants to read: its challenge when an address is registered, an operation when Commerce calls. */
final class AdobeHandshakeTest extends RunningIngest {
    private static final RsaKeys KEYS = RsaKeys.generate();
    private static final String HOOK = "{\"eventName\":\"observer.customer_login\",\"data\":{\"value\":{\"id\":7}}}";
    private static final String CHALLENGE = "8ec8d794-e0ab-42df-9017-e3dada8e84f7";

    @Override
    List<Adapter> adapters() {
        return List.of(new FakeAdapter(), new MagentoAdapter());
    }

    @Override
    IngestConfig config() {
        Map<String, String> settings =
                Map.of("client_id", "our-client", "public_key", KEYS.pem(), "webhook_public_key", KEYS.pem());
        return super.config()
                .with(IngestConfig.Sources.of(
                        List.of(TestSource.SOURCE, source("shop", settings), source("rows", Map.of()))));
    }

    private static Source source(String id, Map<String, String> settings) {
        return new Source(
                id,
                "magento",
                "acme",
                Environment.production,
                Surface.portal,
                List.of(TestSource.SECRET),
                Duration.ofMinutes(10),
                settings);
    }

    @Test
    void readsTheChallengeBack() throws Exception {
        // When
        HttpResponse<String> answer = get("/ingest/shop?challenge=" + CHALLENGE);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("{\"challenge\":\"" + CHALLENGE + "\"}");
    }

    @Test
    void readsNothingElseBack() throws Exception {
        assertThat(get("/ingest/shop").statusCode()).isEqualTo(405);
        assertThat(get("/ingest/shop?challenge=%22%7D%3Cscript%3E").statusCode())
                .isEqualTo(405);
        assertThat(get("/ingest/shop?challenge=" + "x".repeat(200)).statusCode())
                .isEqualTo(405);
        assertThat(get("/ingest/rows?challenge=" + CHALLENGE).statusCode()).isEqualTo(405);
        assertThat(client.send(
                                request("/ingest/shop")
                                        .header("Phiwatch-Challenge", CHALLENGE)
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void letsNothingInByAChallenge() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/ingest/shop?challenge=" + CHALLENGE)
                        .header("Phiwatch-Challenge", CHALLENGE)
                        .POST(BodyPublishers.ofString(HOOK))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(count("refused")).isEqualTo(1);
        assertThat(count("accepted")).isZero();
    }

    @Test
    void tellsCommerceToGoOn() throws Exception {
        // Given
        String signature = KEYS.sign(Base64.getEncoder().encode(HOOK.getBytes(StandardCharsets.UTF_8)));

        // When
        HttpResponse<String> kept = hook(signature);
        HttpResponse<String> forged = hook(RsaKeys.generate().sign(HOOK.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(kept.statusCode()).isEqualTo(200);
        assertThat(kept.body()).isEqualTo("{\"op\":\"success\"}");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(forged.body()).doesNotContain("success");
        assertThat(count("accepted")).isEqualTo(1);
    }

    private HttpResponse<String> hook(String signature) throws Exception {
        return client.send(
                request("/ingest/shop")
                        .header("x-adobe-commerce-webhook-signature", signature)
                        .header("x-adobe-commerce-request-id", "r-1")
                        .POST(BodyPublishers.ofString(HOOK))
                        .build(),
                BodyHandlers.ofString());
    }
}
