package io.phiwatch.ingest;

import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.destination.Destinations;
import io.phiwatch.ingest.geo.Networks;
import io.phiwatch.ingest.normalise.StaffNames;
import io.phiwatch.ingest.pull.Pull;
import io.phiwatch.ingest.pull.PullConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of ingest. Immutable.
 *
 * @param networks ranges of addresses by name of the network
 * @param destinations domains by what they are to the tenant, {@code first_party} or {@code processor}
 * @param pull which sources are fetched
 */
public record IngestConfig(
        Http http,
        Privacy privacy,
        Map<String, List<String>> networks,
        Databases databases,
        Map<String, List<String>> destinations,
        List<Source> sources,
        PullConfig pull) {
    /** How late events of a source may come, unless it says otherwise. */
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(10);

    private static final int LAST_PORT = 65_535;
    /** Ids stand in keys, metrics and URLs; the bar is a separator in keys and tokens. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public IngestConfig {
        networks = Map.copyOf(networks);
        destinations = Map.copyOf(destinations);
        sources = List.copyOf(sources);
    }

    /** Without anything that is fetched. */
    public IngestConfig(
            Http http,
            Privacy privacy,
            Map<String, List<String>> networks,
            Databases databases,
            Map<String, List<String>> destinations,
            List<Source> sources) {
        this(http, privacy, networks, databases, destinations, sources, PullConfig.none(privacy.keys()));
    }

    /**
     * The HTTP receiver.
     *
     * @param port 0 takes a free one
     * @param maxBodyBytes longest body that is accepted
     */
    public record Http(String host, int port, int maxBodyBytes) {
        /** 127.0.0.1:8080, bodies up to 8 MiB. */
        public static Http defaults() {
            return new Http("127.0.0.1", 8080, 8 * 1024 * 1024);
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
    public static IngestConfig defaults(Path keys) {
        return new IngestConfig(
                Http.defaults(), Privacy.defaults(keys), Map.of(), Databases.bundled(), Map.of(), List.of());
    }

    /** Every fault with its path; none if the configuration is good. */
    public List<String> faults(Set<String> platforms) {
        List<String> faults = new ArrayList<>();
        check(faults, http.port >= 0 && http.port <= LAST_PORT, "ingest.http.port: must be 0 to 65535");
        check(faults, !http.host.isBlank(), "ingest.http.host: must not be empty");
        check(faults, http.maxBodyBytes > 0, "ingest.http.max_body: must be positive");
        databases.faults().forEach(faults::add);
        destinations.keySet().stream()
                .filter(kind -> !Destinations.KINDS.contains(kind))
                .forEach(kind ->
                        faults.add("destinations." + kind + ": unknown; known are " + sorted(Destinations.KINDS)));
        networks.forEach((zone, ranges) -> {
            for (int i = 0; i < ranges.size(); i++) {
                check(
                        faults,
                        Networks.isRange(ranges.get(i)),
                        "networks." + zone + "[" + i + "]: must be a range such as 10.1.0.0/16");
            }
        });
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            String path = "sources[" + i + "].";
            check(faults, ids.add(sources.get(i).id()), path + "id: is used twice");
            checkSource(faults, path, sources.get(i), platforms);
            checkSecrets(faults, path, sources.get(i));
        }
        return faults;
    }

    private static void checkSource(List<String> faults, String path, Source source, Set<String> platforms) {
        check(faults, isId(source.id()), path + "id: must be letters, digits, dots, dashes; at most 63");
        check(faults, isId(source.tenant()), path + "tenant: must be letters, digits, dots, dashes; at most 63");
        check(
                faults,
                platforms.contains(source.platform()),
                path + "platform: unknown; known are " + sorted(platforms));
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

    private void checkSecrets(List<String> faults, String path, Source source) {
        boolean enough = !source.secrets().isEmpty() || pull.isFetched(source.id());
        check(faults, enough, path + "secrets: at least one is needed");
        check(faults, source.secrets().stream().noneMatch(String::isBlank), path + "secrets: must not be empty");
        for (Pull fetched : pull.pulls()) {
            if (fetched.sourceId().equals(source.id())) {
                fetched.faults().forEach(fault -> faults.add(path + "receive." + fault));
            }
        }
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static void check(List<String> faults, boolean good, String fault) {
        if (!good) {
            faults.add(fault);
        }
    }
}
