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
 * Slack incoming webhook, in Block Kit: facts, a button that opens the incident, and one that acknowledges it where Slack
 * calls back ({@code /callbacks/NAME}). Slack cannot tell a repeated message, so a resend says that it is one.
 */
public final class SlackSink implements Sink {
    /** Id of the button that acknowledges; its value is the incident id. */
    public static final String ACKNOWLEDGE = "phiwatch_acknowledge";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_HEADER = 150;
    private static final int MAX_FIELDS = 10;
    private static final String MEMBER = "[UW][A-Z0-9]{2,20}";

    private final Config config;
    private final HttpCall http;

    public SlackSink(Config config) {
        this.config = config;
        this.http = new HttpCall(config.timeout());
    }

    /**
     * A channel of Slack.
     *
     * @param url of the incoming webhook: a secret
     * @param callsBack whether pressed buttons come in at {@code /callbacks/NAME}
     */
    public record Config(String name, URI url, boolean callsBack, Duration timeout) implements SinkConfig {
        public Config {
            SinkSettings.check(name, url);
        }

        /** With a timeout of ten seconds. */
        public static Config of(String name, URI url, boolean callsBack) {
            return new Config(name, url, callsBack, SinkSettings.TIMEOUT);
        }

        @Override
        public Sink open(InstantSource clock) {
            return new SlackSink(this);
        }

        /** Everything but the address. */
        @Override
        public String toString() {
            return "Slack[name=" + name + "]";
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Attempt send(Page page) {
        return http.post(config.url(), Map.of(), message(page).toString());
    }

    private ObjectNode message(Page page) {
        String subject = PageText.subject(page);
        ObjectNode message = JSON.objectNode().put("text", mention(page) + escape(subject));
        ArrayNode blocks = message.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("text", subject.substring(0, Math.min(subject.length(), MAX_HEADER)));
        if (!mention(page).isEmpty()) {
            text(blocks.addObject().put("type", "section").putObject("text"), mention(page));
        }
        ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
        PageText.facts(page).entrySet().stream()
                .limit(MAX_FIELDS)
                .forEach(fact -> text(fields.addObject(), "*" + fact.getKey() + "*\n" + escape(fact.getValue())));
        buttons(blocks, page);
        return message;
    }

    private void buttons(ArrayNode blocks, Page page) {
        ArrayNode buttons = JSON.arrayNode();
        URI url = page.url();
        if (url != null) {
            button(buttons, "Open the incident").put("url", url.toString()).put("action_id", "phiwatch_open");
        }
        if (config.callsBack()) {
            button(buttons, "Acknowledge")
                    .put("action_id", ACKNOWLEDGE)
                    .put("value", page.facts().incidentId())
                    .put("style", "primary");
        }
        if (!buttons.isEmpty()) {
            blocks.addObject().put("type", "actions").set("elements", buttons);
        }
    }

    private static ObjectNode button(ArrayNode buttons, String label) {
        ObjectNode button = buttons.addObject().put("type", "button");
        button.putObject("text").put("type", "plain_text").put("text", label);
        return button;
    }

    private static void text(ObjectNode node, String markdown) {
        node.put("type", "mrkdwn").put("text", markdown);
    }

    private static String mention(Page page) {
        String contact = page.to().contact();
        return contact != null && contact.matches(MEMBER) ? "<@" + contact + "> " : "";
    }

    /** Slack's three control characters. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
