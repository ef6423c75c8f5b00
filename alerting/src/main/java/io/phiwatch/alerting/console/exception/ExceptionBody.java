package io.phiwatch.alerting.console.exception;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phiwatch.alerting.text.TextSeals;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An exception as somebody asks for it.
 *
 * @param rule short name of the rule; null for all
 * @param entityKind kind of the entity; null for any
 * @param entityId the entity as alerts name it; null for any
 * @param fields values that the alert's group or traces must have
 * @param until when it ends
 * @param reason why, in the clear: only to be sealed
 * @param owner who answers for it
 */
public record ExceptionBody(
        String tenant,
        @Nullable String rule,
        @Nullable String entityKind,
        @Nullable String entityId,
        Map<String, String> fields,
        Instant until,
        String reason,
        String owner) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KEYS =
            Set.of("tenant", "rule", "entity_kind", "entity_id", "fields", "until", "reason", "owner");
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,256}");
    private static final int MOST_FIELDS = 10;

    public ExceptionBody {
        fields = Map.copyOf(fields);
    }

    /** A body that cannot be honoured; the message quotes nothing of it. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    static ExceptionBody parse(String text) throws Fault {
        JsonNode body = read(text);
        for (String key : (Iterable<String>) body::fieldNames) {
            if (!KEYS.contains(key)) {
                throw new Fault("unknown field; known: "
                        + String.join(", ", KEYS.stream().sorted().toList()));
            }
        }
        String rule = name(body, "rule");
        String entityId = name(body, "entity_id");
        Map<String, String> fields = fields(body.path("fields"));
        if (rule == null && entityId == null && fields.isEmpty()) {
            throw new Fault("an exception names a rule, an entity_id or fields");
        }
        return new ExceptionBody(
                needed(body, "tenant"),
                rule,
                name(body, "entity_kind"),
                entityId,
                fields,
                until(body.path("until").asText()),
                reason(body.path("reason").asText()),
                needed(body, "owner"));
    }

    /** Everything that will stand in the clear and that somebody typed. */
    List<String> names() {
        List<String> names = new ArrayList<>(fields.values());
        Stream.of(tenant, rule, entityKind, entityId, owner)
                .filter(Objects::nonNull)
                .forEach(names::add);
        return names;
    }

    private static Map<String, String> fields(JsonNode node) throws Fault {
        Map<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String value = field.getValue().asText();
            if (!NAME.matcher(field.getKey()).matches() || !NAME.matcher(value).matches()) {
                throw new Fault("fields: names and values without blanks");
            }
            fields.put(field.getKey(), value);
        }
        if (fields.size() > MOST_FIELDS) {
            throw new Fault("fields: at most " + MOST_FIELDS);
        }
        return fields;
    }

    private static String needed(JsonNode body, String key) throws Fault {
        String value = name(body, key);
        if (value == null) {
            throw new Fault(key + " is missing");
        }
        return value;
    }

    private static @Nullable String name(JsonNode body, String key) throws Fault {
        JsonNode node = body.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!NAME.matcher(node.asText()).matches()) {
            throw new Fault(key + ": 1 to 256 characters without blanks");
        }
        return node.asText();
    }

    private static Instant until(String text) throws Fault {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Fault("until must be an ISO 8601 time such as 2026-01-31T03:00:00Z");
        }
    }

    private static String reason(String text) throws Fault {
        if (text.isBlank() || text.length() > TextSeals.MAX_LENGTH) {
            throw new Fault("reason must be of 1 to " + TextSeals.MAX_LENGTH + " characters");
        }
        return text;
    }

    private static JsonNode read(String text) throws Fault {
        try {
            JsonNode body = JSON.readTree(text);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            // The parser's message quotes what was sent.
            throw new Fault("the body is not JSON");
        }
        throw new Fault("the body must be a JSON object");
    }

    /** Everything but the reason. */
    @Override
    public String toString() {
        return "ExceptionBody[" + tenant + ", rule " + rule + ']';
    }
}
