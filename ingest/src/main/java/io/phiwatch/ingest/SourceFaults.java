package io.phiwatch.ingest;

import io.phiwatch.ingest.IngestConfig.Sources;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.intake.Inlet.SyslogRoute;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what is wrong with configured sources.
 *
 * @param platforms that are known
 * @param listeners names of the syslog listeners
 */
record SourceFaults(Set<String> platforms, Set<String> listeners) {
    /** Ids stand in keys, metrics and URLs; the bar is a separator in keys and tokens. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** Every fault with its path. */
    List<String> of(Sources sources) {
        List<String> faults = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < sources.all().size(); i++) {
            Source source = sources.all().get(i);
            String path = "sources[" + i + "].";
            check(faults, ids.add(source.id()), path + "id: is used twice");
            checkSource(faults, path, source, sources.inletOf(source).needsNoSecret() || sources.isFetched(source));
            checkInlet(faults, path, sources.inletOf(source));
            sources.pulls().stream()
                    .filter(pull -> pull.sourceId().equals(source.id()))
                    .forEach(pull -> pull.faults().forEach(fault -> faults.add(path + "receive." + fault)));
        }
        return faults;
    }

    private void checkSource(List<String> faults, String path, Source source, boolean needsNoSecret) {
        check(faults, isId(source.id()), path + "id: must be letters, digits, dots, dashes; at most 63");
        check(faults, isId(source.tenant()), path + "tenant: must be letters, digits, dots, dashes; at most 63");
        check(
                faults,
                platforms.contains(source.platform()),
                path + "platform: unknown; known are "
                        + platforms.stream().sorted().toList());
        check(
                faults,
                !source.secrets().isEmpty() || needsNoSecret,
                path + "secrets: at least one is needed, or peers, files or syslog");
        check(faults, source.secrets().stream().noneMatch(String::isBlank), path + "secrets: must not be empty");
        check(faults, source.maxDelay().isPositive(), path + "max_delay: must be longer than 0");
        check(faults, hasZone(source), path + "settings.zone: must be a time zone such as America/New_York");
    }

    private static boolean hasZone(Source source) {
        try {
            return source.zone() != null;
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private void checkInlet(List<String> faults, String path, Inlet inlet) {
        List<String> addresses = inlet.peers().addresses();
        for (int i = 0; i < addresses.size(); i++) {
            check(
                    faults,
                    Networks.isRange(addresses.get(i)),
                    path + "peers.addresses[" + i + "]: must be a range such as 10.1.0.0/16");
        }
        Optional<SyslogRoute> syslog = inlet.syslog();
        if (syslog.isPresent()) {
            check(
                    faults,
                    listeners.contains(syslog.get().listener()),
                    path + "syslog.listener: no such listener under ingest.syslog");
            check(
                    faults,
                    !addresses.isEmpty() || !inlet.peers().certificates().isEmpty(),
                    path + "peers: syslog is not signed: name certificates or addresses that may send it");
        }
        check(faults, inlet.files().stream().noneMatch(String::isBlank), path + "files: must not be empty");
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static void check(List<String> faults, boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
