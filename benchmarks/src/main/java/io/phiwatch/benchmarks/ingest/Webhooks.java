package io.phiwatch.benchmarks.ingest;

import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Signed order webhooks as Shopify posts them: each one a new event, with a customer in it. Thread-safe. */
final class Webhooks {
    private static final String SECRET = "benchmark-secret";
    private static final String BODY = """
            {"id":820982911946154508,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508","created_at":"{now}",\
            "updated_at":"{now}","currency":"USD","email":"jon.doe@example.com","phone":"+12125550123","note":"leave at the \
            door","financial_status":"paid","total_price":"254.98","checkout_token":"901414060","client_details":\
            {"browser_ip":"203.0.113.9","user_agent":"Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"},"customer":{"id":\
            115310627314723954,"email":"jon.doe@example.com","first_name":"Jon","last_name":"Doe","state":"enabled"},\
            "billing_address":{"first_name":"Jon","last_name":"Doe","address1":"123 Elm St.","city":"Ottawa","province":\
            "Ontario","zip":"K2H7A8","country":"Canada"},"shipping_address":{"first_name":"Jon","last_name":"Doe",\
            "address1":"123 Elm St.","city":"Ottawa","province":"Ontario","zip":"K2H7A8","country":"Canada"},"line_items":\
            [{"id":866550311766439020,"title":"Glucose test strips","quantity":2,"price":"89.99","sku":"GTS-50"},\
            {"id":141249953214522974,"title":"Compression stockings","quantity":1,"price":"75.00","sku":"CS-L"}],\
            "note_attributes":[{"name":"delivery","value":"weekdays after five"}],"tags":"subscription, refill"}""";

    private final byte[] body;
    private final String head;
    private final AtomicLong sent = new AtomicLong();
    private final long run = UUID.randomUUID().getMostSignificantBits();

    Webhooks(Instant now) {
        this.body = BODY.replace("{now}", now.toString()).getBytes(StandardCharsets.UTF_8);
        this.head = "POST /ingest/shop HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "X-Shopify-Topic: orders/create\r\nX-Shopify-Triggered-At: " + now + "\r\nX-Shopify-Hmac-Sha256: "
                + Signatures.base64(SECRET, body) + "\r\nContent-Length: " + body.length
                + "\r\nX-Shopify-Webhook-Id: ";
    }

    /** The source that takes them. */
    static Source source() {
        return new Source(
                "shop",
                "shopify",
                "acme",
                Environment.production,
                Surface.checkout,
                List.of(SECRET),
                Duration.ofHours(4),
                Map.of());
    }

    int bodyBytes() {
        return body.length;
    }

    /** The bytes of the next request. */
    byte[] next() {
        String first = head + new UUID(run, sent.incrementAndGet()) + "\r\n\r\n";
        byte[] bytes = new byte[first.length() + body.length];
        System.arraycopy(first.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, first.length());
        System.arraycopy(body, 0, bytes, first.length(), body.length);
        return bytes;
    }
}
