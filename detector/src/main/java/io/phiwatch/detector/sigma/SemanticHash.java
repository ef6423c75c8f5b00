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
 * Hash of what decides when a rule fires and what its incidents are about: log source, detection or correlation, hold,
 * surfaces and entity, and the hashes of the rules it refers to. Titles, levels, order of keys and layout do not count.
 */
final class SemanticHash {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private SemanticHash() {}

    /** The hash of a rule with its filters. */
    static String of(Draft.Detection draft) {
        Map<String, @Nullable Object> meaning = common(draft.metadata());
        meaning.put("logsource", draft.logsource());
        add(draft.written(), meaning);
        if (draft.hold().isPositive()) {
            meaning.put("hold", draft.hold().toString());
        }
        if (!draft.filters().isEmpty()) {
            meaning.put(
                    "filters",
                    draft.filters().stream().map(SemanticHash::of).sorted().toList());
        }
        return hash(meaning);
    }

    private static String of(Filter filter) {
        Map<String, @Nullable Object> meaning = new TreeMap<>();
        add(filter.written(), meaning);
        return hash(meaning);
    }

    private static void add(Draft.Written written, Map<String, @Nullable Object> meaning) {
        meaning.put("detection", written.yaml().plain());
        if (written.threshold() != null) {
            meaning.put("threshold", written.threshold());
        }
        if (!written.placeholders().isEmpty()) {
            meaning.put("placeholders", written.placeholders());
        }
    }

    /** The hash of a correlation over rules with those hashes, in the order of its rules. */
    static String of(CorrelationRule rule, boolean generate, List<String> hashes) {
        Map<String, @Nullable Object> meaning = common(rule.metadata());
        boolean isOrdered = rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED;
        meaning.put("type", rule.type().name());
        meaning.put("rules", isOrdered ? hashes : hashes.stream().sorted().toList());
        meaning.put("group-by", grouping(rule.grouping()));
        meaning.put("timespan", rule.timespan().toString());
        meaning.put("measure", rule.measure().toString());
        meaning.put("extensions", rule.extensions().toString());
        meaning.put("generate", generate);
        return hash(meaning);
    }

    private static List<Object> grouping(CorrelationRule.Grouping grouping) {
        return List.of(grouping.names(), grouping.aliases());
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
