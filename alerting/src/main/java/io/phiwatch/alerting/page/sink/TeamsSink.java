package io.phiwatch.alerting.page.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.page.HttpCall;
import io.phiwatch.alerting.page.Page;
import io.phiwatch.alerting.page.PageText;
import io.phiwatch.alerting.page.Sink;
import io.phiwatch.alerting.page.SinkConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Microsoft Teams, by the webhook of a Workflow ("When a Teams webhook request is received"): an Adaptive Card with a
 * button that opens the incident. Teams cannot tell a repeated message, so a resend says that it is one.
 */
public final class TeamsSink implements Sink {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Config config;
    private final HttpCall http;

    public TeamsSink(Config config) {
        this.config = config;
        this.http = new HttpCall(config.timeout());
    }

    /**
     * A Workflow of Teams.
     *
     * @param url of its webhook: a secret
     */
    public record Config(String name, URI url, Duration timeout) implements SinkConfig {
        public Config {
            SinkSettings.check(name, url);
        }

        /** With a timeout of ten seconds. */
        public static Config of(String name, URI url) {
            return new Config(name, url, SinkSettings.TIMEOUT);
        }

        @Override
        public Sink open(InstantSource clock) {
            return new TeamsSink(this);
        }

        /** Everything but the address. */
        @Override
        public String toString() {
            return "Teams[name=" + name + "]";
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Attempt send(Page page) {
        ObjectNode message = JSON.objectNode().put("type", "message");
        message.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .set("content", card(page));
        return http.post(config.url(), Map.of(), message.toString());
    }

    private static ObjectNode card(Page page) {
        ObjectNode card = JSON.objectNode()
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode body = card.putArray("body");
        body.addObject()
                .put("type", "TextBlock")
                .put("text", PageText.subject(page))
                .put("weight", "Bolder")
                .put("size", "Medium")
                .put("wrap", true);
        ArrayNode facts = body.addObject().put("type", "FactSet").putArray("facts");
        PageText.facts(page)
                .forEach((name, value) -> facts.addObject().put("title", name).put("value", value));
        URI url = page.url();
        if (url != null) {
            card.putArray("actions")
                    .addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", "Open the incident")
                    .put("url", url.toString());
        }
        return card;
    }
}
