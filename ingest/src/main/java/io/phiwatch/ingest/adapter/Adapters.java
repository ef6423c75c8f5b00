package io.phiwatch.ingest.adapter;

import io.phiwatch.ingest.adapter.atna.AtnaAdapter;
import io.phiwatch.ingest.adapter.auth0.Auth0Adapter;
import io.phiwatch.ingest.adapter.csp.CspReportAdapter;
import io.phiwatch.ingest.adapter.fact.FactAdapter;
import io.phiwatch.ingest.adapter.fhir.FhirAdapter;
import io.phiwatch.ingest.adapter.github.GithubAdapter;
import io.phiwatch.ingest.adapter.har.HarAdapter;
import io.phiwatch.ingest.adapter.keycloak.KeycloakAdapter;
import io.phiwatch.ingest.adapter.livekit.LivekitAdapter;
import io.phiwatch.ingest.adapter.lms.LmsAdapter;
import io.phiwatch.ingest.adapter.magento.MagentoAdapter;
import io.phiwatch.ingest.adapter.mapped.MappedAdapter;
import io.phiwatch.ingest.adapter.okta.OktaAdapter;
import io.phiwatch.ingest.adapter.openemr.OpenemrAdapter;
import io.phiwatch.ingest.adapter.otlp.OtlpAdapter;
import io.phiwatch.ingest.adapter.reference.ReferenceAdapter;
import io.phiwatch.ingest.adapter.sbom.CyclonedxAdapter;
import io.phiwatch.ingest.adapter.shopify.ShopifyAdapter;
import io.phiwatch.ingest.adapter.ticket.JiraAdapter;
import io.phiwatch.ingest.adapter.ticket.ServicenowAdapter;
import io.phiwatch.ingest.adapter.weblog.WeblogAdapter;
import io.phiwatch.ingest.adapter.woocommerce.WooCommerceAdapter;
import io.phiwatch.ingest.adapter.wordpress.WordPressAdapter;
import io.phiwatch.ingest.adapter.zoom.ZoomAdapter;
import io.phiwatch.ingest.destination.Trackers;
import io.phiwatch.ingest.phi.PhiScanner;
import java.util.ArrayList;
import java.util.List;

/** The platforms that phiwatch reads. A new one is a package and a line here. */
public final class Adapters {
    private Adapters() {}

    /** All of them with a scanner for the built-in types. */
    public static List<Adapter> all() {
        return all(new PhiScanner());
    }

    /**
     * One adapter for each platform; all are thread-safe.
     *
     * @param scanner tells which words of addresses and which names of parameters may stay in the clear
     */
    public static List<Adapter> all(PhiScanner scanner) {
        Trackers trackers = Trackers.bundled();
        List<Adapter> adapters = new ArrayList<>();
        adapters.add(new ShopifyAdapter());
        WeblogAdapter.all(scanner).forEach(adapters::add);
        adapters.add(new FhirAdapter());
        adapters.add(new KeycloakAdapter());
        adapters.add(new ZoomAdapter());
        adapters.add(new OktaAdapter());
        adapters.add(new Auth0Adapter());
        adapters.add(new AtnaAdapter());
        adapters.add(new OpenemrAdapter());
        adapters.add(new LivekitAdapter());
        adapters.add(new MagentoAdapter());
        adapters.add(new WooCommerceAdapter());
        adapters.add(new WordPressAdapter());
        adapters.add(new HarAdapter(scanner, trackers));
        adapters.add(new CspReportAdapter(scanner, trackers));
        adapters.add(new OtlpAdapter(scanner));
        adapters.add(new MappedAdapter());
        adapters.add(new FactAdapter());
        adapters.add(new ReferenceAdapter());
        adapters.add(new GithubAdapter());
        adapters.add(new JiraAdapter());
        adapters.add(new ServicenowAdapter());
        adapters.add(new CyclonedxAdapter());
        adapters.add(new LmsAdapter());
        return List.copyOf(adapters);
    }
}
