package io.phiwatch.ingest.adapter.magento;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.RsaSignatures;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks who sent a delivery: Adobe I/O Events signs the body with two keys of its own, of which one must match
 * (developer.adobe.com/events/docs/guides/sdk/sdk-signature-verification), Commerce signs the Base64 of the body with
 * the shop's key (developer.adobe.com/commerce/extensibility/webhooks/signature-verification), everything else brings a
 * secret as bearer token.
 */
final class MagentoSignature {
    private static final String WEBHOOK = "x-adobe-commerce-webhook-signature";
    private static final List<String> EVENTS = List.of("x-adobe-digital-signature-1", "x-adobe-digital-signature-2");

    private MagentoSignature() {}

    static boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets())
                || isWebhook(delivery, source)
                || isEvent(delivery, source);
    }

    private static boolean isWebhook(Delivery delivery, Source source) {
        Optional<String> claim = delivery.header(WEBHOOK);
        return claim.isPresent()
                && RsaSignatures.isSigned(
                        List.of(claim.get()),
                        source.settings().getOrDefault("webhook_public_key", ""),
                        Base64.getEncoder().encode(delivery.body()));
    }

    /** Adobe signs for all its customers with the same keys: without the client id anyone's events would pass. */
    private static boolean isEvent(Delivery delivery, Source source) {
        List<String> claims =
                EVENTS.stream().flatMap(name -> delivery.header(name).stream()).toList();
        String client = source.settings().getOrDefault("client_id", "");
        return !claims.isEmpty()
                && !client.isBlank()
                && RsaSignatures.isSigned(claims, source.settings().getOrDefault("public_key", ""), delivery.body())
                && isFor(client, delivery);
    }

    private static boolean isFor(String client, Delivery delivery) {
        return JsonPayload.parse(delivery.body())
                .filter(body -> JsonPayload.items(body).stream()
                        .allMatch(event -> Stream.of("recipient_client_id", "recipientclientid")
                                .anyMatch(name -> JsonPayload.text(event, name).equals(client))))
                .isPresent();
    }
}
