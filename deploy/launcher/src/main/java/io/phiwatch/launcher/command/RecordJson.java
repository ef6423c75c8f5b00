package io.phiwatch.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Records of the topics as plain JSON: Avro field names, ISO 8601 times, bytes in Base64. */
public final class RecordJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordJson() {}

    /** JSON of a record's value, or of a part of it. */
    public static JsonNode of(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case IndexedRecord record -> ofRecord(record);
            case Map<?, ?> map -> {
                ObjectNode node = NODES.objectNode();
                map.forEach((key, item) -> node.set(String.valueOf(key), of(item)));
                yield node;
            }
            case Collection<?> items -> {
                ArrayNode node = NODES.arrayNode();
                items.forEach(item -> node.add(of(item)));
                yield node;
            }
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case ByteBuffer bytes -> NODES.textNode(Base64.getEncoder().encodeToString(copy(bytes)));
            case String text -> text.startsWith("{") ? ofJsonText(text) : NODES.textNode(text);
            default -> NODES.textNode(value.toString());
        };
    }

    private static ObjectNode ofRecord(IndexedRecord record) {
        ObjectNode node = NODES.objectNode();
        record.getSchema().getFields().forEach(field -> node.set(field.name(), of(record.get(field.pos()))));
        return node;
    }

    private static JsonNode ofJsonText(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return NODES.textNode(text);
        }
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
