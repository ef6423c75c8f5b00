package io.phiwatch.launcher.config;

import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.syslog.SyslogListener;
import io.phiwatch.ingest.tls.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how ingest listens. */
final class ReceiverSections {
    private static final int MOST_PORTS = 65_535;
    private static final int MOST_AT_A_TIME = 1_000_000;
    private static final String HOST = "127.0.0.1";

    private ReceiverSections() {}

    static HttpConfig http(Section ingest, List<String> trustedProxies) {
        HttpConfig defaults = HttpConfig.defaults();
        HttpConfig.Limits limits = defaults.limits();
        Section http = ingest.section("http");
        HttpConfig read = new HttpConfig(
                http.text("host", defaults.host()),
                http.integer("port", defaults.port(), 0, MOST_PORTS),
                new HttpConfig.Limits(
                        ingest.sizeBytes("max_body", (int) limits.maxBodyBytes()),
                        ingest.sizeBytes("max_inflated", (int) limits.maxInflatedBytes()),
                        ingest.sizeBytes("max_in_flight", (int) limits.maxInFlightBytes()),
                        ingest.integer("max_deliveries", limits.maxDeliveries(), 1, MOST_AT_A_TIME)),
                tls(http),
                trustedProxies);
        http.rejectUnknown();
        return read;
    }

    static List<SyslogListener> syslog(Section ingest) {
        List<SyslogListener> listeners = new ArrayList<>();
        for (Section section : ingest.sections("syslog")) {
            listeners.add(new SyslogListener(
                    section.required("name"),
                    section.text("host", HOST),
                    section.integer("port", 0, 0, MOST_PORTS),
                    tls(section),
                    section.sizeBytes("max_message", SyslogListener.DEFAULT_MAX_MESSAGE),
                    section.integer("max_connections", SyslogListener.DEFAULT_MAX_CONNECTIONS, 1, MOST_AT_A_TIME)));
            section.required("port");
            section.rejectUnknown();
        }
        return listeners;
    }

    private static Optional<Tls> tls(Section listener) {
        return listener.optionalSection("tls").map(section -> {
            Tls tls = new Tls(
                    Path.of(section.required("certificate")),
                    Path.of(section.required("key")),
                    section.optional("client_authority").map(Path::of),
                    section.truth("clients_need_certificate", false));
            section.rejectUnknown();
            return tls;
        });
    }
}
