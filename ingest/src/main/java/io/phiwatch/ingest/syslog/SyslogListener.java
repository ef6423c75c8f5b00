package io.phiwatch.ingest.syslog;

import io.phiwatch.ingest.tls.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of a syslog listener. Immutable.
 *
 * @param name by which sources speak of it
 * @param port 0 takes a free one
 * @param tls without it, messages come in the clear
 * @param maxMessageBytes longest message; longer ones are skipped and counted
 * @param maxConnections connections at a time
 */
public record SyslogListener(
        String name, String host, int port, Optional<Tls> tls, int maxMessageBytes, int maxConnections) {
    /** Longest message where nothing is said: audit messages of many patients are long. */
    public static final int DEFAULT_MAX_MESSAGE = 256 * 1024;
    /** Connections at a time where nothing is said. */
    public static final int DEFAULT_MAX_CONNECTIONS = 512;

    private static final int LAST_PORT = 65_535;

    /** Every fault, below this path. */
    public List<String> faults(String path) {
        List<String> faults = new ArrayList<>();
        if (name.isBlank()) {
            faults.add(path + ".name: must not be empty");
        }
        if (host.isBlank()) {
            faults.add(path + ".host: must not be empty");
        }
        if (port < 0 || port > LAST_PORT) {
            faults.add(path + ".port: must be 0 to 65535");
        }
        if (maxMessageBytes <= 0) {
            faults.add(path + ".max_message: must be positive");
        }
        if (maxConnections <= 0) {
            faults.add(path + ".max_connections: must be positive");
        }
        tls.ifPresent(files -> faults.addAll(files.faults(path + ".tls")));
        return faults;
    }
}
