package io.phiwatch.ingest.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.phi.PhiScanner;
import io.phiwatch.ingest.phi.PhiType;
import io.phiwatch.ingest.phi.PhiType.Tier;
import io.phiwatch.ingest.phi.SitePattern;
import io.phiwatch.ingest.phi.UrlText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTemplateTest {
    private final RouteTemplate routes = new RouteTemplate(new PhiScanner());

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api/v1/orders/12345, /api/v1/orders/{id}",
        "/index.php?x=1, /index.php",
        "/patients/jane-doe/records, /patients/{id}/records",
        "/patients/search, /patients/search",
        "/users/me/settings, /users/me/settings",
        "/u/jane@example.org, /u/{id}",
        "/x/jane%2540example.org/y, /x/{id}/y",
        "/x/8924e83e-4b25-45e0-8bea-c509bebbeea4, /x/{id}",
        "/img/logo-32.png, /img/logo-32.png",
        "/css/app.9f86d081884c7d659a2feaa0c55ad015.css, /css/{id}",
        "/reports/2026-05-11, /reports/{id}",
        "/a b/c, /{id}/c",
        "/x;jsessionid=ABC123/y, /x/y",
        "https://example.org/fhir/Patient/7, /fhir/Patient/{id}",
    })
    void replacesWhatMayIdentify(String target, String expected) {
        String route = routes.of(UrlText.of(target));

        assertThat(route).isEqualTo(expected);
    }

    @Test
    void replacesNumbersThatOnlyTheSiteKnows() {
        SitePattern chart = SitePattern.of(new PhiType("CHART", Tier.IDENTIFIER), "kx-\\d{2}");
        RouteTemplate ours = new RouteTemplate(new PhiScanner(List.of(chart), PhiScanner.DEADLINE));

        assertThat(routes.of(UrlText.of("/charts/kx-42"))).isEqualTo("/charts/kx-42");
        assertThat(ours.of(UrlText.of("/charts/kx-42"))).isEqualTo("/charts/{id}");
    }
}
