package io.phiwatch.ingest.adapter.woocommerce;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Signatures;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the Base64 HMAC-SHA256 of the raw body. WooCommerce takes HTML entities out of the secret before it signs
 * ({@code WC_Webhook::generate_signature}), so that a secret counts as configured and as decoded.
 */
final class WooSignature {
    private static final Pattern PING = Pattern.compile("webhook_id=\\d{1,20}");
    private static final int LONGEST_PING = 40;

    private WooSignature() {}

    static boolean isSigned(Delivery delivery, List<String> secrets) {
        List<String> spellings = secrets.stream()
                .flatMap(secret -> Stream.of(secret, decoded(secret)))
                .distinct()
                .toList();
        return delivery.header("X-WC-Webhook-Signature")
                .map(claim -> Signatures.isBase64(claim, spellings, delivery.body()))
                .orElse(false);
    }

    /** Whether it is the unsigned request by which a new webhook tries its address. It says nothing and does nothing. */
    static boolean isPing(Delivery delivery) {
        return delivery.body().length <= LONGEST_PING
                && delivery.mediaType().equals("application/x-www-form-urlencoded")
                && PING.matcher(delivery.text()).matches();
    }

    /** As {@code wp_specialchars_decode} with both kinds of quotes. */
    private static String decoded(String secret) {
        return secret.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#039;", "'")
                .replace("&#x27;", "'")
                .replace("&amp;", "&");
    }
}
