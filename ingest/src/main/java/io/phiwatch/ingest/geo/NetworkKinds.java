package io.phiwatch.ingest.geo;

import io.phiwatch.schema.NetworkKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of networks: what the user's databases say (GeoIP2 Anonymous IP, Connection Type, Enterprise, in the order
 * given), else the list of systems in {@code networks.csv}, else unknown. Thread-safe.
 */
public final class NetworkKinds {
    private static final String BUNDLED = "networks.csv";
    private static final List<String> ANONYMISERS =
            List.of("is_anonymous_vpn", "is_public_proxy", "is_tor_exit_node", "is_residential_proxy");

    /** Values of {@code connection_type} and {@code user_type}, see dev.maxmind.com/geoip/docs/databases. */
    private static final Map<String, NetworkKind> TYPES = Map.ofEntries(
            Map.entry("cellular", NetworkKind.mobile),
            Map.entry("satellite", NetworkKind.satellite),
            Map.entry("corporate", NetworkKind.corporate),
            Map.entry("cable/dsl", NetworkKind.residential),
            Map.entry("dialup", NetworkKind.residential),
            Map.entry("residential", NetworkKind.residential),
            Map.entry("hosting", NetworkKind.hosting),
            Map.entry("content_delivery_network", NetworkKind.hosting),
            Map.entry("business", NetworkKind.corporate),
            Map.entry("college", NetworkKind.corporate),
            Map.entry("government", NetworkKind.corporate),
            Map.entry("library", NetworkKind.corporate),
            Map.entry("military", NetworkKind.corporate),
            Map.entry("school", NetworkKind.corporate),
            Map.entry("consumer_privacy_network", NetworkKind.vpn));

    private final List<Mmdb> databases;
    private final Map<Long, NetworkKind> bySystem;

    private NetworkKinds(List<Mmdb> databases, Map<Long, NetworkKind> bySystem) {
        this.databases = databases;
        this.bySystem = Map.copyOf(bySystem);
    }

    /** The list that ships in the jar, behind databases of one's own. */
    public static NetworkKinds of(List<Path> databases) {
        return new NetworkKinds(databases.stream().map(Mmdb::of).toList(), bundled());
    }

    /** Kind of the network of an address that belongs to that system. */
    public NetworkKind kindOf(Address address, Optional<Long> system) {
        return databases.stream()
                .map(database -> kind(database.get(address)))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> system.map(bySystem::get))
                .orElse(NetworkKind.unknown);
    }

    /** What a record says; the fields are those of MaxMind, flat or under {@code traits}. */
    static Optional<NetworkKind> kind(Map<?, ?> found) {
        Map<?, ?> traits = found.get("traits") instanceof Map<?, ?> nested ? nested : found;
        if (ANONYMISERS.stream().anyMatch(name -> Boolean.TRUE.equals(traits.get(name)))) {
            return Optional.of(NetworkKind.vpn);
        }
        if (Boolean.TRUE.equals(traits.get("is_hosting_provider"))) {
            return Optional.of(NetworkKind.hosting);
        }
        return type(traits.get("connection_type")).or(() -> type(traits.get("user_type")));
    }

    private static Optional<NetworkKind> type(@Nullable Object value) {
        return value instanceof String text
                ? Optional.ofNullable(TYPES.get(text.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Map<Long, NetworkKind> bundled() {
        Map<Long, NetworkKind> kinds = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(
                        NetworkKinds.class.getResourceAsStream(BUNDLED), BUNDLED + " is not in the jar");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> kinds.put(Long.valueOf(cells[0]), NetworkKind.valueOf(cells[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(BUNDLED + " cannot be read", e);
        }
        return kinds;
    }
}
