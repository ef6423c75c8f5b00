package io.phiwatch.ingest.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Autonomous system numbers of addresses, from a MaxMind database: GeoLite2 ASN, GeoIP2 ISP or Enterprise, DB-IP ASN,
 * or the bundled one. Thread-safe.
 */
public final class SystemNumbers implements AutoCloseable {
    private static final String NUMBER = "autonomous_system_number";

    private final Mmdb database;

    private SystemNumbers(Mmdb database) {
        this.database = database;
    }

    /** The database that ships in the jar. */
    public static SystemNumbers bundled() {
        return new SystemNumbers(Mmdb.bundled("asn.mmdb"));
    }

    /** A database of one's own. */
    public static SystemNumbers of(Path file) {
        return new SystemNumbers(Mmdb.of(file));
    }

    /** Number of the system that announces the address; empty where the database does not tell. */
    public Optional<Long> numberOf(Address address) {
        Map<?, ?> found = database.get(address);
        Object number = found.get("traits") instanceof Map<?, ?> traits ? traits.get(NUMBER) : found.get(NUMBER);
        return number instanceof Number known ? Optional.of(known.longValue()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
