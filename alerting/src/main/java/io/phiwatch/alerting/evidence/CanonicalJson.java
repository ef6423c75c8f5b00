package io.phiwatch.alerting.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;

/** Canonical JSON (RFC 8785): one form of bytes for one meaning, so that hashes and signatures can be checked by anyone. */
public final class CanonicalJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CanonicalJson() {}

    /** The canonical form, UTF-8. */
    public static byte[] of(JsonNode value) {
        try {
            return new JsonCanonicalizer(value.toString()).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of nodes is always JSON", e);
        }
    }

    /** The object that these bytes are the canonical form of; empty where they are not canonical, or no object. */
    public static Optional<ObjectNode> parse(byte[] bytes) {
        try {
            JsonNode value = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            return value instanceof ObjectNode object && Arrays.equals(of(object), bytes)
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
