package io.phiwatch.alerting.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.schema.EvidenceEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Canonical JSON (RFC 8785) of an entry: field names as in the schema, times as milliseconds since the
 * epoch. Null and empty values are left out, so that the hash of an old entry stays the same when the schema gains a field.
 */
public final class CanonicalEntry {
    private static final Set<String> HASH_ONLY = Set.of("hash");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CanonicalEntry() {}

    /** What the hash of the entry is made of: all but the hash. */
    static byte[] of(EvidenceEntry entry) {
        return CanonicalJson.of(object(entry, HASH_ONLY));
    }

    /** The whole entry, its hash included: a leaf of the tree, and a line of an export. */
    public static byte[] whole(EvidenceEntry entry) {
        return CanonicalJson.of(object(entry, Set.of()));
    }

    private static ObjectNode object(SpecificRecord record, Set<String> leftOut) {
        ObjectNode object = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (!leftOut.contains(field.name()) && !isEmpty(value)) {
                object.set(field.name(), json(value));
            }
        }
        return object;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Collection<?> items -> items.isEmpty();
            case Map<?, ?> entries -> entries.isEmpty();
            default -> false;
        };
    }

    private static JsonNode json(Object value) {
        return switch (value) {
            case SpecificRecord record -> object(record, Set.of());
            case Instant time -> JSON.numberNode(time.toEpochMilli());
            case Long number -> JSON.numberNode(number);
            case Integer number -> JSON.numberNode(number);
            case Collection<?> items -> array(items);
            case Map<?, ?> entries -> map(entries);
            default -> JSON.textNode(value.toString());
        };
    }

    private static ArrayNode array(Collection<?> items) {
        ArrayNode array = JSON.arrayNode();
        items.forEach(item -> array.add(json(item)));
        return array;
    }

    private static ObjectNode map(Map<?, ?> entries) {
        ObjectNode object = JSON.objectNode();
        entries.forEach((key, value) -> object.set(key.toString(), json(value)));
        return object;
    }
}
