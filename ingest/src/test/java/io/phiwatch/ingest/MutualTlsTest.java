package io.phiwatch.ingest;

import static io.phiwatch.ingest.TestSource.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.intake.AllowedPeers;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.tls.PinnedCertificate;
import io.phiwatch.ingest.tls.TestCertificates;
import io.phiwatch.ingest.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** HTTP over TLS, and sources that are known by their client certificate. */
final class MutualTlsTest extends RunningIngest {
    @Test
    void takesWhatTheCertificateOrASignatureVouchesFor() throws Exception {
        // Given
        TestCertificates certificates = TestCertificates.make(folder.resolve("tls"), "ehr", "other");
        Tls tls = certificates.tls(false);
        restart(encrypted(tls));

        // Then
        assertThat(post(certificates.client("ehr"), "none", "e1 a 10.0.0.1 c d e"))
                .isEqualTo(200);
        assertThat(post(certificates.client("other"), "none", "e2 a 10.0.0.1 c d e"))
                .isEqualTo(401);
        assertThat(post(certificates.client(), "none", "e3 a 10.0.0.1 c d e")).isEqualTo(401);
        assertThat(post(certificates.client(), TestSource.SECRET, "e4 a 10.0.0.1 c d e"))
                .isEqualTo(200);
        assertThat(post(PinnedCertificate.context(tls.certificate()), TestSource.SECRET, "e5 a 10.0.0.1 c d e"))
                .isEqualTo(200);
    }

    private IngestConfig encrypted(Tls tls) {
        IngestConfig config = config();
        Inlet inlet = new Inlet(
                new AllowedPeers(List.of("ehr.example"), List.of("127.0.0.1")), Optional.empty(), List.of(), false);
        return new IngestConfig(
                new HttpConfig("127.0.0.1", 0, HttpConfig.Limits.defaults(), Optional.of(tls), List.of()),
                List.of(),
                config.privacy(),
                config.networks(),
                config.databases(),
                config.destinations(),
                config.state(),
                new IngestConfig.Sources(List.of(SOURCE), Map.of(SOURCE.id(), inlet), List.of()));
    }

    private int post(SSLContext context, String signature, String body) throws IOException, InterruptedException {
        try (HttpClient https = HttpClient.newBuilder().sslContext(context).build()) {
            return https.send(
                            HttpRequest.newBuilder(
                                            URI.create("https://127.0.0.1:" + ingest.port() + "/ingest/shop-main"))
                                    .header("X-Signature", signature)
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
