package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A memory that lasts as long as the test. */
public final class HeldMemory implements Memory {
    private Optional<JsonNode> document = Optional.empty();

    @Override
    public Optional<JsonNode> load() {
        return document.map(JsonNode::deepCopy);
    }

    @Override
    public void save(JsonNode next) {
        document = Optional.of(next.deepCopy());
    }
}
