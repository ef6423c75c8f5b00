package io.phiwatch.alerting.ledger.head;

import io.phiwatch.alerting.evidence.CanonicalJson;
import io.phiwatch.alerting.evidence.tree.HeadForm;
import io.phiwatch.alerting.ledger.HeadTarget;
import io.phiwatch.alerting.page.WebhookConfig;
import io.phiwatch.alerting.page.WebhookSignature;
import io.phiwatch.schema.TreeHead;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;

/** Posts each head as canonical JSON, signed as pages are, with the tree size as {@code Idempotency-Key}. */
public final class WebhookTarget implements HeadTarget {
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final WebhookConfig config;
    private final InstantSource clock;
    private final HttpClient client;

    /**
     * A target at one address.
     *
     * @param clock the time of day, by which the receiver judges whether the signature is fresh
     */
    public WebhookTarget(WebhookConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(config.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void publish(TreeHead head) throws IOException, InterruptedException {
        byte[] body = CanonicalJson.of(HeadForm.json(head));
        HttpRequest request = HttpRequest.newBuilder(config.url())
                .timeout(config.timeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", Long.toString(head.getTreeSize()))
                .header(WebhookSignature.HEADER, WebhookSignature.of(config.secret(), clock.instant(), body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status / HUNDRED != SUCCESS) {
            throw new IOException("the receiver of heads answered " + status);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
