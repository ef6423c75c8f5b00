package io.phiwatch.ingest.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.schema.DestinationRelation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DestinationsTest {
    private static final Trackers TRACKERS = Trackers.bundled();
    private static final Destinations DESTINATIONS = Destinations.of(
            Map.of(
                    "first_party",
                    List.of("Acme.example", "cdn.acme.test"),
                    "processor",
                    List.of("hotjar.com", "pay.example")),
            TRACKERS);

    @ParameterizedTest
    @CsvSource({
        "acme.example, other.example, first_party",
        "img.acme.example, , first_party",
        "notacme.example, , unknown",
        "api.pay.example, www.acme.example, processor",
        "script.hotjar.com, www.acme.example, processor",
        "www.google-analytics.com, www.acme.example, third_party",
        "stats.g.doubleclick.net, , third_party",
        "shop.clinic.co.uk, www.clinic.co.uk, first_party",
        "other.co.uk, clinic.co.uk, third_party",
        "a.myshopify.com, b.myshopify.com, third_party",
        "img.clinic.org, clinic.org, first_party",
        "unheard.example.net, clinic.org, third_party",
        "unheard.example.net, , unknown",
    })
    void saysWhatAHostIs(String host, String page, DestinationRelation relation) {
        assertThat(DESTINATIONS.relationOf(host, page)).isEqualTo(relation);
    }

    @ParameterizedTest
    @CsvSource({
        "https://region1.google-analytics.com/g/collect?v=2, google-analytics",
        "https://www.google.com/ccm/collect?en=page_view, google-ads",
        "https://www.google.com/search?q=x, ",
        "https://www.facebook.com/tr/?id=1, meta-pixel",
        "https://www.facebook.com/acme, ",
        "https://6291948.global.r2.siteimproveanalytics.io/image.aspx, siteimprove",
        "https://metrics.acme.example/collect?v=2&tid=G-ABCD1234, google-analytics",
        "https://metrics.acme.example/e?id=1&ev=PageView&dl=x, meta-pixel",
        "https://acme.example/?v=2&tid=7, ",
    })
    void namesTheVendor(String url, String vendor) {
        assertThat(TRACKERS.vendorOf(UrlText.of(url)).orElse(null)).isEqualTo(vendor);
    }

    @Test
    void everyRowNamesItsSource() {
        assertThat(Trackers.rows()).hasSizeGreaterThan(60).allSatisfy(row -> {
            assertThat(HostNames.of(row.host())).contains(row.host());
            assertThat(row.path()).matches("|/.*");
            assertThat(row.vendor()).matches("[a-z0-9-]+");
            assertThat(row.documentation()).startsWith("https://");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Shop.Example.org:443, shop.example.org",
        "192.0.2.7, 192.0.2.7",
        "[2001:db8::1]:80, ",
        "a b, ",
        "'', ",
    })
    void readsHosts(String authority, String host) {
        assertThat(HostNames.of(authority).orElse(null)).isEqualTo(host);
    }
}
