package io.phiwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.csp.CspReportAdapter;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.DestinationRelation;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reports that browsers send from pages of other origins, with the secret in the URL. */
class BrowserReportsTest extends RunningIngest {
    private static final String SECRET = "k7hQ-canary-token";
    private static final String REPORT =
            "{\"csp-report\":{\"document-uri\":\"https://a.example/visit\",\"blocked-uri\":\"https://bat.bing.com/action/0\"}}";

    @Override
    List<Adapter> adapters() {
        return List.of(new FakeAdapter(), new CspReportAdapter(new PhiScanner(), Trackers.bundled()));
    }

    @Override
    IngestConfig config() {
        IngestConfig one = super.config();
        Source pages = new Source(
                "pages",
                "csp-report",
                "acme",
                Environment.production,
                Surface.portal,
                List.of(SECRET),
                Duration.ofMinutes(10),
                Map.of());
        return one.with(IngestConfig.Sources.of(List.of(TestSource.SOURCE, pages)));
    }

    @Test
    void takesReportsWithTheTokenOnly() throws Exception {
        // When
        HttpResponse<String> right = post("/ingest/pages?token=" + SECRET, "", REPORT);
        HttpResponse<String> wrong = post("/ingest/pages?token=" + SECRET + "x", "", REPORT);
        HttpResponse<String> none = post("/ingest/pages", "", REPORT);

        // Then
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(events()).singleElement().satisfies(event -> {
            AccessEvent report = event;
            assertThat(report.getDestinationHost()).isEqualTo("bat.bing.com");
            assertThat(report.getDestinationRelation()).isEqualTo(DestinationRelation.third_party);
            assertThat(report.getAttributes()).containsEntry("tracker", "microsoft-uet");
        });
        assertThat(logs.list.toString() + right.body() + wrong.body() + events())
                .doesNotContain("canary-token");
    }

    @Test
    void givesPagesLeaveToPostReportsAndNothingElse() throws Exception {
        // When
        HttpResponse<String> pages = preflight("/ingest/pages");
        HttpResponse<String> shop = preflight("/ingest/shop-main");

        // Then
        assertThat(pages.statusCode()).isEqualTo(204);
        assertThat(pages.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(pages.headers().firstValue("Access-Control-Allow-Headers")).contains("Content-Type");
        assertThat(shop.statusCode()).isEqualTo(404);
        assertThat(shop.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private HttpResponse<String> preflight(String path) throws Exception {
        HttpRequest request = request(path)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
