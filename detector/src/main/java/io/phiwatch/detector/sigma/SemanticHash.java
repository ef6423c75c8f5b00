package io.phiwatch.detector.sigma;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hash of what decides when a rule fires and what its incidents are about: log source, detection or correlation,
 * surfaces and entity, and the hashes of the rules it refers to. Titles, levels, order of keys and layout do not count.
 */
final class SemanticHash {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SemanticHash() {}

    static String of(Draft.Detection draft) {
        Map<String, @Nullable Object> meaning = common(draft.metadata());
        meaning.put("logsource", draft.logsource());
        meaning.put("detection", draft.detection().plain());
        return hash(meaning);
    }

    /** The hash of a correlation over rules with those hashes. */
    static String of(Draft.Correlation draft, List<String> hashes) {
        Map<String, @Nullable Object> meaning = common(draft.metadata());
        meaning.put("type", draft.type().name());
        meaning.put("rules", hashes.stream().sorted().toList());
        meaning.put("group-by", draft.grouping().toString());
        meaning.put("timespan", draft.timespan().toString());
        meaning.put("measure", draft.measure().toString());
        meaning.put("extensions", draft.extensions().toString());
        meaning.put("generate", draft.generate());
        return hash(meaning);
    }

    private static Map<String, @Nullable Object> common(RuleMetadata metadata) {
        Map<String, @Nullable Object> meaning = new TreeMap<>();
        meaning.put(
                "surfaces",
                metadata.surfaces().stream().map(Enum::name).sorted().toList());
        meaning.put(
                "entity", List.of(metadata.entity().kind(), metadata.entity().fields()));
        return meaning;
    }

    private static String hash(Map<String, @Nullable Object> meaning) {
        try {
            byte[] json = CANONICAL.writeValueAsString(meaning).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("plain values are JSON, and every Java platform has SHA-256", e);
        }
    }
}
