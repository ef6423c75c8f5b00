package io.phiwatch.ingest.destination;

import io.phiwatch.ingest.phi.UrlText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Vendors of analytics and advertising by the hosts that they document: {@code trackers.csv}. Immutable. */
public final class Trackers {
    private static final String BUNDLED = "trackers.csv";
    /** Ids of Google's measurement protocol, which also come to servers that hand on to Google. */
    private static final Pattern GOOGLE_ID = Pattern.compile("(G|UA|AW|DC|GTM)-[A-Z0-9-]{4,20}");

    private final Map<String, List<Row>> rowsByHost;

    private Trackers(List<Row> rows) {
        this.rowsByHost = rows.stream().collect(Collectors.groupingBy(Row::host));
    }

    /**
     * A line of the list.
     *
     * @param path begin of the path; empty for all
     * @param documentation the vendor's own page
     */
    record Row(String host, String path, String vendor, String documentation) {}

    /** The list that ships in the jar. */
    public static Trackers bundled() {
        return new Trackers(rows());
    }

    static List<Row> rows() {
        try (InputStream in = Objects.requireNonNull(
                        Trackers.class.getResourceAsStream(BUNDLED), BUNDLED + " is not in the jar");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(BUNDLED + " cannot be read", e);
        }
    }

    /** Vendor of a host that does nothing else than tracking. */
    public Optional<String> vendorOf(String host) {
        return vendorOf(host, "");
    }

    /** Vendor that a request goes to, by host and path, or by the ids in it where a first-party host hands it on. */
    public Optional<String> vendorOf(UrlText url) {
        Optional<String> byHost = HostNames.of(url.host()).flatMap(host -> vendorOf(host, url.path()));
        return byHost.isPresent() ? byHost : byParameters(url);
    }

    private Optional<String> vendorOf(String host, String path) {
        for (String domain = host; !domain.isEmpty(); domain = parent(domain)) {
            Optional<Row> longest = rowsByHost.getOrDefault(domain, List.of()).stream()
                    .filter(row -> path.startsWith(row.path))
                    .max(Comparator.comparingInt(row -> row.path.length()));
            if (longest.isPresent()) {
                return longest.map(Row::vendor);
            }
        }
        return Optional.empty();
    }

    private static String parent(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? "" : domain.substring(dot + 1);
    }

    private static Optional<String> byParameters(UrlText url) {
        Map<String, String> values = new HashMap<>();
        url.parameters().forEach(parameter -> values.putIfAbsent(parameter.name(), parameter.value()));
        boolean google = values.containsKey("v")
                && GOOGLE_ID.matcher(values.getOrDefault("tid", "")).matches();
        boolean meta = values.containsKey("id") && values.containsKey("ev") && values.containsKey("dl");
        if (google) {
            return Optional.of("google-analytics");
        }
        return meta ? Optional.of("meta-pixel") : Optional.empty();
    }
}
