package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What is remembered of one source over restarts, as one JSON document. */
public interface Memory {
    /**
     * The document; empty where there is none.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    Optional<JsonNode> load();

    /**
     * Replaces the document; it is safe when this returns.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    void save(JsonNode document);
}
