package io.phiwatch.ingest.adapter.magento;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.RsaSignatures;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks who sent a delivery: Adobe I/O Events signs the body with two keys of its own, of which one must match
 * (developer.adobe.com/events/docs/guides/sdk/sdk-signature-verification), Commerce signs the Base64 of the body with
 * the shop's key (developer.adobe.com/commerce/extensibility/webhooks/signature-verification), everything else brings a
 * secret as bearer token.
 */
final class MagentoSignature {
    static final String WEBHOOK = "x-adobe-commerce-webhook-signature";
    private static final List<String> EVENTS = List.of("x-adobe-digital-signature-1", "x-adobe-digital-signature-2");

    private static final String PUBLIC_KEY = "public_key";
    private static final String WEBHOOK_KEY = "webhook_public_key";
    private static final String CLIENT = "client_id";
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private MagentoSignature() {}

    static boolean isAuthentic(Delivery delivery, Source source) {
        return challenge(delivery, source).isPresent()
                || Signatures.isBearer(delivery, source.secrets())
                || isWebhook(delivery, source)
                || isEvent(delivery, source);
    }

    /**
     * What a registration of I/O events asks to read again
     * (developer.adobe.com/events/docs/guides/#the-challenge-request); only for sources that take such events, and never
     * with a body, so that nothing comes in by it.
     */
    static Optional<String> challenge(Delivery delivery, Source source) {
        return delivery.header(Delivery.CHALLENGE)
                .filter(token -> delivery.body().length == 0)
                .filter(token -> !setting(source, CLIENT).isBlank())
                .filter(token -> CHALLENGE.matcher(token).matches());
    }

    static List<String> faults(Source source) {
        List<String> faults = new ArrayList<>();
        for (String name : List.of(PUBLIC_KEY, WEBHOOK_KEY)) {
            String keys = setting(source, name);
            if (!keys.isBlank() && !RsaSignatures.areKeys(keys)) {
                faults.add("settings." + name + ": must be RSA public keys in PEM (BEGIN PUBLIC KEY)");
            }
        }
        if (!setting(source, PUBLIC_KEY).isBlank() && setting(source, CLIENT).isBlank()) {
            faults.add("settings.client_id: is needed beside public_key");
        }
        return faults;
    }

    private static String setting(Source source, String name) {
        return source.settings().getOrDefault(name, "");
    }

    private static boolean isWebhook(Delivery delivery, Source source) {
        Optional<String> claim = delivery.header(WEBHOOK);
        return claim.isPresent()
                && RsaSignatures.isSigned(
                        List.of(claim.get()),
                        setting(source, WEBHOOK_KEY),
                        Base64.getEncoder().encode(delivery.body()));
    }

    /** Adobe signs for all its customers with the same keys: without the client id anyone's events would pass. */
    private static boolean isEvent(Delivery delivery, Source source) {
        List<String> claims =
                EVENTS.stream().flatMap(name -> delivery.header(name).stream()).toList();
        String client = setting(source, CLIENT);
        return !claims.isEmpty()
                && !client.isBlank()
                && RsaSignatures.isSigned(claims, setting(source, PUBLIC_KEY), delivery.body())
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
