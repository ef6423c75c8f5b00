package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.privacy.Phi;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a payload by the places that hold them, found by other means than the adapters' own. */
final class Leaves {
    /** {@code name="value"} of XML, {@code name=value} of log lines. */
    private static final Pattern ASSIGNED = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^\\s,\"]+))");

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[,.\\d]*(Z|[+-]\\d\\d:\\d\\d)?");

    private final Map<String, String> values = new LinkedHashMap<>();

    Leaves(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        JsonPayload.parse(payload).ifPresentOrElse(json -> add("", json), () -> add(text));
    }

    private void add(String path, JsonNode node) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(path + '/' + i, node.get(i));
            }
        } else if (node.isObject()) {
            // FHIR repeats everything in a narrative
            node.properties().stream()
                    .filter(field -> !field.getKey().equals("div"))
                    .forEach(field -> add(path + '/' + field.getKey(), field.getValue()));
        } else {
            values.put(path, node.asText());
        }
    }

    private void add(String text) {
        Matcher time = TIME.matcher(text);
        if (time.find()) {
            values.put("^", time.group());
        }
        Matcher assigned = ASSIGNED.matcher(text);
        while (assigned.find()) {
            String value = assigned.group(2) == null ? assigned.group(3) : assigned.group(2);
            values.put(
                    assigned.group(1) + '@' + values.size(),
                    value.replace("&amp;", "&").replace("&lt;", "<"));
        }
    }

    /** Where the value stands, or the whole of which it is a part. */
    String holding(Phi<String> value) {
        String wanted = value.reveal().toLowerCase(Locale.ROOT);
        // an identifier of HL7 is told apart by its authority, which stands after more separators
        String start = wanted.replaceAll("\\^.*", "");
        return JsonPayload.first(
                first(text -> text.equals(wanted)),
                first(text -> text.replaceAll("/_history/.*", "").endsWith("patient/" + wanted)),
                first(text -> text.replaceAll("/_history/.*", "").endsWith('/' + wanted)),
                first(text -> text.startsWith(start + '^')),
                first(text -> text.contains(start)));
    }

    private String first(Predicate<String> matches) {
        return values.entrySet().stream()
                .filter(leaf -> matches.test(leaf.getValue().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** Where that moment stands. */
    String at(Instant time) {
        return values.entrySet().stream()
                .filter(leaf -> isSame(leaf.getValue(), time))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private static boolean isSame(String text, Instant time) {
        if (text.matches("\\d{10}")) {
            return Long.parseLong(text) == time.getEpochSecond();
        }
        if (text.matches("\\d{12,13}")) {
            return Long.parseLong(text) == time.toEpochMilli();
        }
        String iso = text.replace(' ', 'T').replace(',', '.');
        try {
            Instant told = TIME.matcher(text).matches() && iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return told.truncatedTo(ChronoUnit.MILLIS).equals(time.truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException noTime) {
            return false;
        }
    }
}
