package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.phiwatch.ingest.privacy.Phi;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lenient reading of JSON whose shape is the sender's business. Numbers stay exact, missing fields are empty. */
public final class JsonPayload {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MOST_ZEROS = 40;
    private static final Pattern EPOCH = Pattern.compile("\\d{1,11}(\\.\\d{0,9})?");

    private JsonPayload() {}

    /** The document; empty where the bytes are no JSON, are nested too deeply, or hold nothing. */
    public static Optional<JsonNode> parse(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException | NumberFormatException unreadable) {
            // the parser lets the second one through for absurd exponents
            return Optional.empty();
        }
    }

    /** The documents that follow each other, with or without white space between; empty where one is no JSON. */
    public static Optional<List<JsonNode>> sequence(byte[] body) {
        try (MappingIterator<JsonNode> documents =
                MAPPER.readerFor(JsonNode.class).readValues(body)) {
            return Optional.of(documents.readAll());
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** The node's own bytes. */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            return node.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The elements of an array, or the node itself. */
    public static List<JsonNode> items(JsonNode node) {
        if (!node.isArray()) {
            return List.of(node);
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        node.forEach(items::add);
        return items;
    }

    /** Descends by names; the missing node where a step fails. */
    public static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }

    /** Text of a string, number or boolean; empty for everything else and for blank strings. */
    public static String text(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        if (!at.isValueNode() || at.isNull()) {
            return "";
        }
        if (at.isBigDecimal()) {
            // 1e999999999 is short as JSON and a gigabyte as plain digits
            return Math.abs(at.decimalValue().scale()) > MOST_ZEROS
                    ? ""
                    : at.decimalValue().toPlainString();
        }
        return at.asText().strip();
    }

    /** First of the texts that isn't empty. */
    public static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** Wraps a value; null where it is empty. */
    public static @Nullable Phi<String> phi(String text) {
        return text.isEmpty() ? null : Phi.of(text);
    }

    /**
     * Instant of an ISO 8601 time, also with a blank in the place of the T, up to nine fraction digits.
     *
     * @param zone of times without an offset
     */
    public static Optional<Instant> time(String text, ZoneId zone) {
        String iso = text.replace(' ', 'T');
        try {
            return time(iso)
                    .or(() -> Optional.of(LocalDateTime.parse(iso).atZone(zone).toInstant()));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** Instant of an ISO 8601 time with an offset, up to nine fraction digits. */
    public static Optional<Instant> time(String text) {
        if (text.length() < 17 || text.charAt(4) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notIso) {
            return Optional.empty();
        }
    }

    /** Instant of seconds since 1970, with or without a fraction. */
    public static Optional<Instant> epochSeconds(String text) {
        if (!EPOCH.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue()));
    }
}
