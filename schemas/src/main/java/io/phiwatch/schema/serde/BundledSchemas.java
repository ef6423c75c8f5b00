package io.phiwatch.schema.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Schemas that ship in the jar, with fixed ids: phiwatch needs no registry of its own. The released versions stand in
 * {@code released-schemas.json}; an id, once released, keeps its schema for ever.
 */
public final class BundledSchemas implements SchemaIds {
    private static final String RESOURCE = "released-schemas.json";

    private final Map<Integer, Schema> schemas;
    private final Map<Long, Integer> ids = new LinkedHashMap<>();

    private BundledSchemas(Map<Integer, Schema> schemas) {
        this.schemas = schemas;
        schemas.forEach((id, schema) -> ids.put(SchemaNormalization.parsingFingerprint64(schema), id));
    }

    /** The schemas of this build. */
    public static BundledSchemas load() {
        try (InputStream in = Optional.ofNullable(BundledSchemas.class.getResourceAsStream(RESOURCE))
                .orElseThrow(() -> new SchemaException(RESOURCE + " is missing from the jar"))) {
            Map<Integer, Schema> schemas = new LinkedHashMap<>();
            for (JsonNode released : new ObjectMapper().readTree(in)) {
                String text = released.get("schema").toString();
                schemas.put(released.get("id").intValue(), new Schema.Parser().parse(text));
            }
            return new BundledSchemas(schemas);
        } catch (IOException e) {
            throw new SchemaException(RESOURCE + " cannot be read", e);
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        Integer id = ids.get(SchemaNormalization.parsingFingerprint64(schema));
        if (id == null) {
            throw new SchemaException("schema " + schema.getFullName() + " is not released in " + RESOURCE);
        }
        return id;
    }

    @Override
    public Schema schemaOf(int id) {
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new SchemaException("no bundled schema has id " + id);
        }
        return schema;
    }

    /** All released schemas by id, oldest first. */
    public Map<Integer, Schema> all() {
        return Map.copyOf(schemas);
    }
}
