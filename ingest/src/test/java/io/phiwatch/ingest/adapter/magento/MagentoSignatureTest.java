package io.phiwatch.ingest.adapter.magento;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.RsaKeys;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MagentoSignatureTest {
    private static final RsaKeys OLD = RsaKeys.generate();
    private static final RsaKeys NEW = RsaKeys.generate();
    private static final RsaKeys FORGER = RsaKeys.generate();
    private static final byte[] EVENT =
            "{\"specversion\":\"1.0\",\"recipient_client_id\":\"our-client\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HOOK = "{\"eventName\":\"x\"}".getBytes(StandardCharsets.UTF_8);

    private static Source source(Map<String, String> settings) {
        return new Source(
                "s", "magento", "acme", Environment.production, Surface.storefront, List.of(), Duration.ZERO, settings);
    }

    private static boolean isAuthentic(byte[] body, Map<String, String> headers, Map<String, String> settings) {
        Delivery delivery = new Delivery(body, headers, Instant.parse("2026-05-11T15:01:00Z"), "d-1");
        return new MagentoAdapter().isAuthentic(delivery, source(settings));
    }

    private static Map<String, String> events(String... keys) {
        return Map.of("public_key", String.join("", keys), "client_id", "our-client");
    }

    private static Map<String, String> signed(RsaKeys first, RsaKeys second) {
        return Map.of(
                "X-Adobe-Digital-Signature-1", first.sign(EVENT), "X-Adobe-Digital-Signature-2", second.sign(EVENT));
    }

    @Test
    void acceptsEventsSignedWithEitherOfTwoKeysWhileTheyRotate() {
        assertThat(isAuthentic(EVENT, signed(OLD, NEW), events(OLD.pem()))).isTrue();
        assertThat(isAuthentic(EVENT, signed(OLD, NEW), events(NEW.pem()))).isTrue();
        assertThat(isAuthentic(EVENT, signed(FORGER, NEW), events(OLD.pem(), NEW.pem())))
                .isTrue();
    }

    @Test
    void readsKeysWhoseLineEndsAreEscaped() {
        assertThat(isAuthentic(EVENT, signed(OLD, OLD), events(OLD.pem().replace("\n", "\\n"))))
                .isTrue();
    }

    @Test
    void refusesEventsThatNobodySigned() {
        assertThat(isAuthentic(EVENT, signed(FORGER, FORGER), events(OLD.pem(), NEW.pem())))
                .isFalse();
        assertThat(isAuthentic(EVENT, Map.of(), events(OLD.pem()))).isFalse();
        assertThat(isAuthentic(EVENT, Map.of("X-Adobe-Digital-Signature-1", "%%%"), events(OLD.pem())))
                .isFalse();
        assertThat(isAuthentic(HOOK, signed(OLD, NEW), events(OLD.pem()))).isFalse();
        assertThat(isAuthentic(EVENT, signed(OLD, NEW), events("-----BEGIN PUBLIC KEY-----x-----END PUBLIC KEY-----")))
                .isFalse();
    }

    @Test
    void refusesEventsThatAdobeSignedForAnother() {
        Map<String, String> other = Map.of("public_key", OLD.pem(), "client_id", "another-client");

        assertThat(isAuthentic(EVENT, signed(OLD, NEW), other)).isFalse();
        assertThat(isAuthentic(EVENT, signed(OLD, NEW), Map.of("public_key", OLD.pem())))
                .isFalse();
    }

    @Test
    void tellsKeysThatCannotBeRead() {
        String broken = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";

        assertThat(faults(Map.of("webhook_public_key", NEW.pem() + OLD.pem()))).isEmpty();
        assertThat(faults(events(OLD.pem().replace("\n", "\\n")))).isEmpty();
        assertThat(faults(Map.of())).isEmpty();
        assertThat(faults(Map.of("webhook_public_key", OLD.pem() + broken)))
                .singleElement()
                .asString()
                .startsWith("settings.webhook_public_key: ")
                .doesNotContain("AAAA");
        assertThat(faults(events("keys.pem"))).singleElement().asString().startsWith("settings.public_key: ");
        assertThat(faults(Map.of("public_key", OLD.pem())))
                .singleElement()
                .asString()
                .startsWith("settings.client_id: ");
    }

    private static List<String> faults(Map<String, String> settings) {
        return new MagentoAdapter().faults(source(settings));
    }

    @Test
    void acceptsWebhooksSignedOverTheBase64OfTheBody() {
        String claim = OLD.sign(Base64.getEncoder().encode(HOOK));
        Map<String, String> keys = Map.of("webhook_public_key", NEW.pem() + OLD.pem());

        assertThat(isAuthentic(HOOK, Map.of("x-adobe-commerce-webhook-signature", claim), keys))
                .isTrue();
        assertThat(isAuthentic(EVENT, Map.of("x-adobe-commerce-webhook-signature", claim), keys))
                .isFalse();
        assertThat(isAuthentic(HOOK, Map.of("x-adobe-commerce-webhook-signature", OLD.sign(HOOK)), keys))
                .isFalse();
        assertThat(isAuthentic(HOOK, Map.of("x-adobe-commerce-webhook-signature", claim), events(OLD.pem())))
                .isFalse();
    }
}
