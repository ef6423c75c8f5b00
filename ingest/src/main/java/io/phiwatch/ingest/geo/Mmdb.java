package io.phiwatch.ingest.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A MaxMind database in memory. Thread-safe. */
final class Mmdb implements AutoCloseable {
    private final Reader reader;
    private final String name;

    private Mmdb(Reader reader, String name) {
        this.reader = reader;
        this.name = name;
    }

    /** One that ships in the jar. */
    static Mmdb bundled(String name) {
        try (InputStream in =
                Objects.requireNonNull(Mmdb.class.getResourceAsStream(name), name + " is not in the jar")) {
            return new Mmdb(new Reader(in, new CHMCache()), name);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** One of the user's. */
    static Mmdb of(Path file) {
        try {
            return new Mmdb(new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache()), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("database " + file + " cannot be read", e);
        }
    }

    /** What it says of an address; empty where it says nothing. */
    Map<?, ?> get(Address address) {
        try {
            Map<?, ?> found = reader.get(address.inet(), Map.class);
            return found == null ? Map.of() : found;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
