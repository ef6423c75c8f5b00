package io.phiwatch.ingest.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Countries of addresses, from a MaxMind database: MaxMind's own shape ({@code country.iso_code}), DB-IP's, or the flat
 * one of ip-location-db ({@code country_code}). Thread-safe.
 */
public final class Countries implements AutoCloseable {
    private final Mmdb database;

    private Countries(Mmdb database) {
        this.database = database;
    }

    /** The database that ships in the jar. */
    public static Countries bundled() {
        return new Countries(Mmdb.bundled("country.mmdb"));
    }

    /** A database of one's own. */
    public static Countries of(Path file) {
        return new Countries(Mmdb.of(file));
    }

    /** ISO 3166-1 alpha-2 country; empty where the database does not tell. */
    public Optional<String> countryOf(Address address) {
        Map<?, ?> found = database.get(address);
        Object code =
                found.get("country") instanceof Map<?, ?> country ? country.get("iso_code") : found.get("country_code");
        return code instanceof String text && text.length() == 2 ? Optional.of(text) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
