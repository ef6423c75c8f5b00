package io.phiwatch.ingest.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Countries of addresses, from a MaxMind database: MaxMind's own shape ({@code country.iso_code}), DB-IP's, or the flat
 * one of ip-location-db ({@code country_code}). Thread-safe.
 */
public final class Countries implements AutoCloseable {
    private static final String BUNDLED = "country.mmdb";

    private final Reader reader;

    private Countries(Reader reader) {
        this.reader = reader;
    }

    /** The database that ships in the jar. */
    public static Countries bundled() {
        try (InputStream in =
                Objects.requireNonNull(Countries.class.getResourceAsStream(BUNDLED), BUNDLED + " is not in the jar")) {
            return new Countries(new Reader(in, new CHMCache()));
        } catch (IOException e) {
            throw new UncheckedIOException(BUNDLED + " cannot be read", e);
        }
    }

    /** A database of one's own. */
    public static Countries of(Path file) {
        try {
            return new Countries(new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache()));
        } catch (IOException e) {
            throw new UncheckedIOException("country database " + file + " cannot be read", e);
        }
    }

    /** ISO 3166-1 alpha-2 country; empty where the database does not tell. */
    public Optional<String> countryOf(Address address) {
        try {
            Map<?, ?> found = reader.get(address.inet(), Map.class);
            return found == null ? Optional.empty() : Optional.ofNullable(code(found));
        } catch (IOException e) {
            throw new UncheckedIOException("the country database cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static @Nullable String code(Map<?, ?> found) {
        Object code =
                found.get("country") instanceof Map<?, ?> country ? country.get("iso_code") : found.get("country_code");
        return code instanceof String text && text.length() == 2 ? text : null;
    }
}
