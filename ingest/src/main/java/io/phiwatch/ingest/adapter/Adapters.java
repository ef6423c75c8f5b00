package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.adapter.fact.FactAdapter;
import io.phiwatch.ingest.adapter.fhir.FhirAdapter;
import io.phiwatch.ingest.adapter.github.GithubAdapter;
import io.phiwatch.ingest.adapter.keycloak.KeycloakAdapter;
import io.phiwatch.ingest.adapter.lms.LmsAdapter;
import io.phiwatch.ingest.adapter.reference.ReferenceAdapter;
import io.phiwatch.ingest.adapter.sbom.CyclonedxAdapter;
import io.phiwatch.ingest.adapter.shopify.ShopifyAdapter;
import io.phiwatch.ingest.adapter.ticket.JiraAdapter;
import io.phiwatch.ingest.adapter.ticket.ServicenowAdapter;
import io.phiwatch.ingest.adapter.weblog.WeblogAdapter;
import io.phiwatch.ingest.adapter.zoom.ZoomAdapter;
import io.phiwatch.ingest.phi.PhiScanner;
import java.util.List;

/** The platforms that phiwatch reads. A new one is a package and a line here. */
public final class Adapters {
    private Adapters() {}

    /** One adapter for each platform; all are thread-safe. */
    public static List<Adapter> all() {
        PhiScanner scanner = new PhiScanner();
        return List.of(
                new ShopifyAdapter(),
                new WeblogAdapter("nginx", scanner),
                new WeblogAdapter("apache", scanner),
                new FhirAdapter(),
                new KeycloakAdapter(),
                new ZoomAdapter(),
                new FactAdapter(),
                new ReferenceAdapter(),
                new GithubAdapter(),
                new JiraAdapter(),
                new ServicenowAdapter(),
                new CyclonedxAdapter(),
                new LmsAdapter());
    }
}
