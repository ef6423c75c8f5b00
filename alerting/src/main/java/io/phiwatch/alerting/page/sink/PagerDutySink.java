package io.phiwatch.alerting.page.sink;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.page.HttpCall;
import io.phiwatch.alerting.page.Page;
import io.phiwatch.alerting.page.Page.Facts;
import io.phiwatch.alerting.page.PageText;
import io.phiwatch.alerting.page.Sink;
import io.phiwatch.alerting.page.SinkConfig;
import io.phiwatch.schema.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * PagerDuty Events API v2: trigger, acknowledge and resolve, with the incident id as {@code dedup_key}, so that a repeated
 * page joins the alert that it repeats. 202 is delivered, 400 is final, 429 and 5xx are tried again.
 */
public final class PagerDutySink implements Sink {
    /** Where PagerDuty takes events. */
    public static final URI URL = URI.create("https://events.pagerduty.com/v2/enqueue");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_SUMMARY = 1024;

    private final Config config;
    private final HttpCall http;

    public PagerDutySink(Config config) {
        this.config = config;
        this.http = new HttpCall(config.timeout());
    }

    /**
     * A service of PagerDuty.
     *
     * @param url where events go
     * @param routingKey integration key of the service
     */
    public record Config(String name, URI url, String routingKey, Duration timeout) implements SinkConfig {
        public Config {
            SinkSettings.check(name, url);
            if (routingKey.isBlank()) {
                throw new IllegalArgumentException("routing_key: must not be empty");
            }
        }

        /** With a timeout of ten seconds. */
        public static Config of(String name, URI url, String routingKey) {
            return new Config(name, url, routingKey, SinkSettings.TIMEOUT);
        }

        @Override
        public Sink open(InstantSource clock) {
            return new PagerDutySink(this);
        }

        @Override
        public boolean followsUp() {
            return true;
        }

        /** Everything but the key. */
        @Override
        public String toString() {
            return "PagerDuty[name=" + name + "]";
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Attempt send(Page page) {
        return http.post(config.url(), Map.of(), event(page).toString());
    }

    private ObjectNode event(Page page) {
        ObjectNode event = JSON.objectNode()
                .put("routing_key", config.routingKey())
                .put("dedup_key", page.facts().incidentId());
        switch (page.action()) {
            case acknowledged -> event.put("event_action", "acknowledge");
            case settled -> event.put("event_action", "resolve");
            case page, contain, other -> trigger(event, page);
        }
        return event;
    }

    private static void trigger(ObjectNode event, Page page) {
        Facts facts = page.facts();
        event.put("event_action", "trigger").put("client", "phiwatch");
        String subject = PageText.subject(page);
        ObjectNode payload = event.putObject("payload")
                .put("summary", subject.substring(0, Math.min(subject.length(), MAX_SUMMARY)))
                .put("source", "phiwatch/" + facts.tenant())
                .put("severity", severity(facts.level()))
                .put("timestamp", facts.requestedAt().toString())
                .put("group", facts.tenant())
                .put("class", facts.reason().toString());
        if (!facts.surfaces().isEmpty()) {
            payload.put("component", facts.surfaces().getFirst().toString());
        }
        ObjectNode details = payload.putObject("custom_details");
        PageText.facts(page).forEach(details::put);
        URI url = page.url();
        if (url != null) {
            event.put("client_url", url.toString());
            event.putArray("links").addObject().put("href", url.toString()).put("text", "Open the incident");
        }
    }

    private static String severity(Level level) {
        return switch (level) {
            case critical -> "critical";
            case high -> "error";
            case medium -> "warning";
            case low, informational -> "info";
        };
    }
}
