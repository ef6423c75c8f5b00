package io.phiwatch.alerting.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Posts pages as JSON to any address, signed ({@code X-Phiwatch-Signature}), with the notification id as
 * {@code Idempotency-Key}. 2xx is delivered; 4xx is final but for 408 and 429; everything else may be tried again.
 */
public final class WebhookSink implements Sink {
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final WebhookConfig config;
    private final InstantSource clock;
    private final HttpClient client;

    /**
     * A sink for one address.
     *
     * @param clock the time of day, by which the receiver judges whether the signature is fresh; not a simulated one
     */
    public WebhookSink(WebhookConfig config, InstantSource clock) {
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
    public Attempt send(Page page) {
        byte[] body = json(page).toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(config.url())
                .timeout(config.timeout())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", page.notificationId())
                .header(WebhookSignature.HEADER, WebhookSignature.of(config.secret(), clock.instant(), body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return judge(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (HttpTimeoutException e) {
            return new Failed("timeout");
        } catch (IOException e) {
            return new Failed("unreachable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed("interrupted");
        }
    }

    private static Attempt judge(int status) {
        String code = "http_" + status;
        if (status >= OK && status < REDIRECT) {
            return new Delivered(code);
        }
        boolean isFinal = status >= CLIENT_ERROR
                && status < SERVER_ERROR
                && status != REQUEST_TIMEOUT
                && status != TOO_MANY_REQUESTS;
        return isFinal ? new Refused(code) : new Failed(code);
    }

    private static ObjectNode json(Page page) {
        ObjectNode json = JSON.objectNode()
                .put("notification_id", page.notificationId())
                .put("dedup_key", page.incidentId())
                .put("incident_id", page.incidentId())
                .put("tenant", page.tenant())
                .put("level", page.level().toString())
                .put("title", page.title())
                .put("reason", page.reason().toString())
                .put("requested_at", page.requestedAt().toString());
        page.surfaces().forEach(surface -> json.withArray("surfaces").add(surface.toString()));
        page.ruleAuthors().forEach(author -> json.withArray("rule_authors").add(author));
        if (page.url() != null) {
            json.put("url", page.url().toString());
        }
        return json;
    }
}
