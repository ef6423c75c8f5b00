package io.phiwatch.ingest.intake;

import java.util.List;
import java.util.Optional;

/**
 * The ways that deliveries of a source come in, beside HTTP requests that its platform signed. Immutable.
 *
 * @param peers who may speak for the source without a signature
 * @param syslog which messages of a syslog listener are the source's; empty if none are
 * @param files files that are followed: paths, the last step of which may hold {@code *} and {@code ?}
 * @param filesFromEnd whether files that were there at the first start are followed from their end
 */
public record Inlet(AllowedPeers peers, Optional<SyslogRoute> syslog, List<String> files, boolean filesFromEnd) {
    /** HTTP only. */
    public static final Inlet SIGNED_HTTP = new Inlet(AllowedPeers.NONE, Optional.empty(), List.of(), false);

    public Inlet {
        files = List.copyOf(files);
    }

    /** Whether deliveries come in that carry no secret of the source. */
    public boolean needsNoSecret() {
        return !files.isEmpty() || syslog.isPresent() || !peers.certificates().isEmpty();
    }

    /**
     * Which messages of a syslog listener are a source's. An empty list takes all.
     *
     * @param listener name of the listener
     * @param appNames APP-NAMEs of RFC 5424, tags of RFC 3164
     * @param hostnames HOSTNAMEs as the messages say
     */
    public record SyslogRoute(String listener, List<String> appNames, List<String> hostnames) {
        public SyslogRoute {
            appNames = List.copyOf(appNames);
            hostnames = List.copyOf(hostnames);
        }

        /** Whether a message with these header fields is the source's. */
        public boolean takes(String appName, String hostname) {
            return holds(appNames, appName) && holds(hostnames, hostname);
        }

        private static boolean holds(List<String> names, String name) {
            return names.isEmpty() || names.stream().anyMatch(name::equalsIgnoreCase);
        }
    }
}
