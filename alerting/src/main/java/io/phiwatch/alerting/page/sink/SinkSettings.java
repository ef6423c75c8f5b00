package io.phiwatch.alerting.page.sink;

import java.net.URI;
import java.time.Duration;

/** What all sinks ask of their settings. */
final class SinkSettings {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private SinkSettings() {}

    static void check(String name, URI url) {
        checkName(name);
        if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw new IllegalArgumentException("url: must be http or https");
        }
    }

    static void checkName(String name) {
        if (!name.matches("[a-z0-9-]{1,30}")) {
            throw new IllegalArgumentException("name: must be up to 30 letters, digits and dashes");
        }
    }
}
