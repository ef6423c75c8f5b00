package io.phiwatch.schema.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Records as JSON: the names of the fields are those of the schema, times are ISO 8601, bytes Base64. Thread-safe. */
public final class RecordJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordJson() {}

    /** An empty object, to be filled. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** JSON of a record. */
    public static ObjectNode of(IndexedRecord message) {
        ObjectNode object = JSON.createObjectNode();
        for (Schema.Field field : message.getSchema().getFields()) {
            object.set(field.name(), value(message.get(field.pos())));
        }
        return object;
    }

    /** JSON of records, or of parts of them. */
    public static ArrayNode array(Collection<?> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(value -> array.add(value(value)));
        return array;
    }

    /** JSON of a record or of any part of one. */
    public static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case IndexedRecord message -> of(message);
            case Collection<?> values -> array(values);
            case Map<?, ?> map -> {
                ObjectNode object = JSON.createObjectNode();
                map.forEach((key, member) -> object.set(String.valueOf(key), value(member)));
                yield object;
            }
            case Number number -> JSON.valueToTree(number);
            case Boolean truth -> JSON.getNodeFactory().booleanNode(truth);
            case ByteBuffer bytes -> JSON.getNodeFactory().textNode(base64(bytes));
            // Text, enums by their symbol, and instants in ISO 8601.
            default -> JSON.getNodeFactory().textNode(value.toString());
        };
    }

    private static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }
}
