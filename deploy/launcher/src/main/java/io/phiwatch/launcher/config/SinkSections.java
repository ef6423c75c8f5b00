package io.phiwatch.launcher.config;

import io.phiwatch.alerting.callback.CallbackReader;
import io.phiwatch.alerting.callback.PagerDutyCallbacks;
import io.phiwatch.alerting.callback.SlackCallbacks;
import io.phiwatch.alerting.page.LogSink;
import io.phiwatch.alerting.page.SinkConfig;
import io.phiwatch.alerting.page.WebhookConfig;
import io.phiwatch.alerting.page.sink.MailSink;
import io.phiwatch.alerting.page.sink.PagerDutySink;
import io.phiwatch.alerting.page.sink.SlackSink;
import io.phiwatch.alerting.page.sink.TeamsSink;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the sinks of {@code pages}, and who calls back. */
final class SinkSections {
    private static final int MOST_PORTS = 65_535;

    private final Map<String, CallbackReader> callbacks = new HashMap<>();

    private enum Kind {
        log,
        webhook,
        pagerduty,
        slack,
        teams,
        mail
    }

    /** Services that call back, by name of their sink; known once the sinks have been read. */
    Map<String, CallbackReader> callbacks() {
        return callbacks;
    }

    List<SinkConfig> read(List<Section> sections) {
        List<SinkConfig> sinks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            Kind kind = section.choice("kind", Kind.log, Kind.class);
            String name = section.text("name", kind == Kind.log ? "log" : kind.name() + '-' + i);
            if (!names.add(name)) {
                section.fault("name", "is used twice");
            }
            read(section, kind, name).ifPresent(sinks::add);
            section.rejectUnknown();
        }
        return sinks;
    }

    private Optional<SinkConfig> read(Section section, Kind kind, String name) {
        return switch (kind) {
            case log -> Optional.of(new LogSink.Config(name));
            case webhook -> webhook(section, name);
            case pagerduty -> pagerDuty(section, name);
            case slack -> slack(section, name);
            case teams -> {
                String url = section.required("url");
                Duration timeout = timeout(section);
                yield section.made(() -> new TeamsSink.Config(name, URI.create(url), timeout));
            }
            case mail -> mail(section, name);
        };
    }

    private static Optional<SinkConfig> webhook(Section section, String name) {
        String url = section.required("url");
        String secret = section.required("secret");
        Duration timeout = timeout(section);
        return section.made(() -> new WebhookConfig(name, URI.create(url), secret, timeout));
    }

    private Optional<SinkConfig> pagerDuty(Section section, String name) {
        String url = section.text("url", PagerDutySink.URL.toString());
        String key = section.required("routing_key");
        Duration timeout = timeout(section);
        List<String> secrets = section.texts("callback_secrets");
        if (!secrets.isEmpty()) {
            callbacks.put(name, new PagerDutyCallbacks(secrets));
        }
        return section.made(() -> new PagerDutySink.Config(name, URI.create(url), key, timeout));
    }

    private Optional<SinkConfig> slack(Section section, String name) {
        String url = section.required("url");
        Duration timeout = timeout(section);
        List<String> secrets = section.texts("signing_secrets");
        if (!secrets.isEmpty()) {
            callbacks.put(name, new SlackCallbacks(secrets));
        }
        return section.made(() -> new SlackSink.Config(name, URI.create(url), !secrets.isEmpty(), timeout));
    }

    private static Optional<SinkConfig> mail(Section section, String name) {
        MailSink.Security security = section.choice("security", MailSink.Security.starttls, MailSink.Security.class);
        MailSink.Server server = new MailSink.Server(
                section.required("host"), section.integer("port", 587, 1, MOST_PORTS), security, timeout(section));
        String from = section.required("from");
        List<String> to = section.texts("to");
        String user = section.optional("user").orElse(null);
        String password = section.optional("password").orElse(null);
        return section.made(() -> new MailSink.Config(name, server, from, to, user, password));
    }

    private static Duration timeout(Section section) {
        return section.duration("timeout", Duration.ofSeconds(10));
    }
}
