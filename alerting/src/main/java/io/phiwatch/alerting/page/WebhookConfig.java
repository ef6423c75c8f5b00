package io.phiwatch.alerting.page;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A webhook to send pages to. Neither its address, which may hold a token, nor its secret appear in {@code toString()}.
 *
 * @param name short name of the sink: letters, digits and dashes
 * @param url http or https address
 * @param secret key of the signature, at least 16 characters
 * @param timeout longest wait for an answer
 */
public record WebhookConfig(String name, URI url, String secret, Duration timeout) implements SinkConfig {
    private static final int MIN_SECRET = 16;

    public WebhookConfig {
        if (!name.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("name: must be letters, digits and dashes");
        }
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw new IllegalArgumentException("url: must be http or https");
        }
        if (secret.length() < MIN_SECRET) {
            throw new IllegalArgumentException("secret: must have at least 16 characters");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout: must be > 0");
        }
    }

    /** A webhook with a timeout of five seconds. */
    public static WebhookConfig of(String name, URI url, String secret) {
        return new WebhookConfig(name, url, secret, Duration.ofSeconds(5));
    }

    @Override
    public Sink open(InstantSource clock) {
        return new WebhookSink(this, clock);
    }

    @Override
    public boolean followsUp() {
        return true;
    }

    @Override
    public String toString() {
        return "WebhookConfig[name=" + name + ", timeout=" + timeout + "]";
    }
}
