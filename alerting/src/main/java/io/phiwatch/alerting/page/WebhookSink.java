package io.phiwatch.alerting.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.page.Page.Facts;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * Posts pages as JSON to any address, signed ({@code X-Phiwatch-Signature}), with the id of the page as
 * {@code Idempotency-Key}.
 */
public final class WebhookSink implements Sink {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final WebhookConfig config;
    private final InstantSource clock;
    private final HttpCall http;

    /**
     * A sink for one address.
     *
     * @param clock the time of day, by which the receiver judges whether the signature is fresh; not a simulated one
     */
    public WebhookSink(WebhookConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.http = new HttpCall(config.timeout());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Attempt send(Page page) {
        String body = json(page).toString();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return http.post(
                config.url(),
                Map.of(
                        "Idempotency-Key",
                        page.pageId(),
                        WebhookSignature.HEADER,
                        WebhookSignature.of(config.secret(), clock.instant(), bytes)),
                body);
    }

    private static ObjectNode json(Page page) {
        Facts facts = page.facts();
        ObjectNode json = JSON.objectNode()
                .put("page_id", page.pageId())
                .put("action", page.action().toString())
                .put("notification_id", facts.notificationId())
                .put("dedup_key", facts.incidentId())
                .put("incident_id", facts.incidentId())
                .put("tenant", facts.tenant())
                .put("level", facts.level().toString())
                .put("title", facts.title())
                .put("reason", facts.reason().toString())
                .put("requested_at", facts.requestedAt().toString())
                .put("alerts", facts.alerts())
                .put("patients", facts.patients())
                .put("incidents", page.incidents())
                .put("route", page.step().route())
                .put("step", page.step().number())
                .put("exercise", facts.isExercise())
                .put("resend", page.isResend());
        facts.surfaces().forEach(surface -> json.withArray("surfaces").add(surface.toString()));
        facts.ruleAuthors().forEach(author -> json.withArray("rule_authors").add(author));
        if (page.to().name() != null) {
            json.put("recipient", page.to().name());
        }
        if (page.heldSince() != null) {
            json.put("held_since", page.heldSince().toString());
        }
        if (page.url() != null) {
            json.put("url", page.url().toString());
        }
        page.details().forEach(json::put);
        return json;
    }
}
