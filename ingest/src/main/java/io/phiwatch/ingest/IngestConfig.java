package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.destination.Destinations;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.http.HttpConfig;
import io.phiwatch.ingest.intake.Inlet;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.ingest.syslog.SyslogListener;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of ingest. Immutable.
 *
 * @param syslog listeners for syslog
 * @param networks ranges of addresses by name of the network
 * @param destinations domains by what they are to the tenant, {@code first_party} or {@code processor}
 * @param state folder for what receivers remember over a restart
 */
public record IngestConfig(
        HttpConfig http,
        List<SyslogListener> syslog,
        Privacy privacy,
        Map<String, List<String>> networks,
        Databases databases,
        Map<String, List<String>> destinations,
        Path state,
        Sources sources) {
    /** How late events of a source may come, unless it says otherwise. */
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(10);

    public IngestConfig {
        networks = Map.copyOf(networks);
        destinations = Map.copyOf(destinations);
        syslog = List.copyOf(syslog);
    }

    /**
     * The sources and the ways that they come in by: what may change while ingest runs.
     *
     * @param pulls what is fetched
     */
    public record Sources(List<Source> all, Map<String, Inlet> inlets, List<Pull> pulls) {
        public Sources {
            all = List.copyOf(all);
            inlets = Map.copyOf(inlets);
            pulls = List.copyOf(pulls);
        }

        /** Sources that come in over HTTP only, signed. */
        public static Sources of(List<Source> sources) {
            return new Sources(sources, Map.of(), List.of());
        }

        /** Whether the deliveries of that source are fetched. */
        boolean isFetched(Source source) {
            return pulls.stream().anyMatch(pull -> pull.sourceId().equals(source.id()));
        }

        /** The ways of a source. */
        public Inlet inletOf(Source source) {
            return inlets.getOrDefault(source.id(), Inlet.SIGNED_HTTP);
        }
    }

    /**
     * What keeps identifiers at the edge.
     *
     * @param keys directory of the keysets
     * @param createKeys whether to create the keysets at the first start
     * @param kms address of the key in a KMS that wraps the keysets; null where they are in the clear
     */
    public record Privacy(
            StaffNames staff,
            Path keys,
            boolean createKeys,
            @Nullable URI kms) {
        /** Keysets in the clear. */
        public Privacy(StaffNames staff, Path keys, boolean createKeys) {
            this(staff, keys, createKeys, null);
        }

        /** Staff in the clear; keys have to be there. */
        public static Privacy defaults(Path keys) {
            return new Privacy(StaffNames.CLEAR, keys, false);
        }
    }

    /**
     * Databases in MaxMind's format that tell of addresses.
     *
     * @param country instead of the bundled one
     * @param asn of autonomous systems, instead of the bundled one
     * @param networks of kinds of networks, in the order in which they are asked
     */
    public record Databases(
            @Nullable Path country, @Nullable Path asn, List<Path> networks) {
        public Databases {
            networks = List.copyOf(networks);
        }

        /** Those in the jar. */
        public static Databases bundled() {
            return new Databases(null, null, List.of());
        }

        private List<String> faults() {
            List<String> faults = new ArrayList<>();
            check(faults, isReadable(country), "geo.database: no such file, or not readable");
            check(faults, isReadable(asn), "geo.asn_database: no such file, or not readable");
            for (int i = 0; i < networks.size(); i++) {
                check(
                        faults,
                        isReadable(networks.get(i)),
                        "geo.network_databases[" + i + "]: no such file, or not readable");
            }
            return faults;
        }

        private static boolean isReadable(@Nullable Path file) {
            return file == null || Files.isReadable(file);
        }
    }

    /** Defaults, without sources. */
    public static IngestConfig defaults(Path keys, Path state) {
        return new IngestConfig(
                HttpConfig.defaults(),
                List.of(),
                Privacy.defaults(keys),
                Map.of(),
                Databases.bundled(),
                Map.of(),
                state,
                Sources.of(List.of()));
    }

    /** The same with other sources. */
    public IngestConfig with(Sources others) {
        return new IngestConfig(http, syslog, privacy, networks, databases, destinations, state, others);
    }

    /** Every fault with its path; none if the configuration is good. */
    public List<String> faults(Set<String> platforms) {
        List<String> faults = new ArrayList<>(http.faults());
        Set<String> listeners = new HashSet<>();
        for (int i = 0; i < syslog.size(); i++) {
            String path = "ingest.syslog[" + i + "]";
            faults.addAll(syslog.get(i).faults(path));
            check(faults, listeners.add(syslog.get(i).name()), path + ".name: is used twice");
        }
        databases.faults().forEach(faults::add);
        destinations.keySet().stream()
                .filter(kind -> !Destinations.KINDS.contains(kind))
                .forEach(kind -> faults.add("destinations." + kind + ": unknown; known are "
                        + Destinations.KINDS.stream().sorted().toList()));
        networks.forEach((zone, ranges) -> {
            for (int i = 0; i < ranges.size(); i++) {
                check(
                        faults,
                        Networks.isRange(ranges.get(i)),
                        "networks." + zone + "[" + i + "]: must be a range such as 10.1.0.0/16");
            }
        });
        faults.addAll(new SourceFaults(platforms, listeners).of(sources));
        return faults;
    }

    private static void check(List<String> faults, boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
