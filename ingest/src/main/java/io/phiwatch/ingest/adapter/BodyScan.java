package io.phiwatch.ingest.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a body whose type cannot be trusted into texts for the scanner: beacons send JSON and forms as
 * {@code text/plain}, and several events as lines of forms.
 */
public final class BodyScan {
    private BodyScan() {}

    /** Leaves of JSON and fields of forms under their names, everything else as free text. */
    public static List<Scannable> texts(String place, String body) {
        List<Scannable> texts = new ArrayList<>();
        String text = body.strip();
        Optional<JsonNode> json = json(text);
        if (json.isPresent()) {
            addLeaves(place, "", json.get(), texts);
        } else {
            text.lines().forEach(line -> addLine(place, line, texts));
        }
        return texts;
    }

    /**
     * Leaves of JSON under the names of their fields.
     *
     * @param name of the field that holds it; empty where there is none
     */
    public static List<Scannable> texts(String place, String name, JsonNode json) {
        List<Scannable> texts = new ArrayList<>();
        addLeaves(place, name, json, texts);
        return texts;
    }

    /** Adds a value; URLs and JSON in it are taken apart instead. */
    static void addValue(String place, String name, String value, List<Scannable> into) {
        if (value.isBlank() || into.size() >= JsonLeaves.MOST) {
            return;
        }
        Optional<JsonNode> json = json(value);
        if (json.isPresent()) {
            addLeaves(place, name, json.get(), into);
        } else if (isLink(value)) {
            addUrl(place, name, UrlText.of(value), into);
        } else {
            into.add(new Scannable(place, name, Phi.of(value)));
        }
    }

    static boolean isLink(String value) {
        return value.startsWith("https://") || value.startsWith("http://");
    }

    private static void addUrl(String place, String name, UrlText url, List<Scannable> into) {
        String before = name;
        for (String segment : url.segments()) {
            into.add(new Scannable(place, before, Phi.of(segment)));
            before = segment;
        }
        for (UrlText.Parameter parameter : url.parameters()) {
            // one level: a URL in a URL in a URL is decoded and read as text
            if (!parameter.value().isBlank()) {
                into.add(new Scannable(place, parameter.name(), Phi.of(parameter.value())));
            }
        }
    }

    private static void addLeaves(String place, String name, JsonNode json, List<Scannable> into) {
        JsonLeaves.each(name, json, (field, text) -> addValue(place, field, text, into));
    }

    private static void addLine(String place, String line, List<Scannable> into) {
        if (isForm(line)) {
            for (UrlText.Parameter parameter : UrlText.of('?' + line).parameters()) {
                addValue(place, parameter.name(), parameter.value(), into);
            }
        } else if (!line.isBlank() && into.size() < JsonLeaves.MOST) {
            into.add(new Scannable(place, "", Phi.of(line)));
        }
    }

    private static boolean isForm(String line) {
        int equals = line.indexOf('=');
        return equals > 0
                && line.substring(0, equals)
                        .chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == '+' || "_-.[]%".indexOf(c) >= 0);
    }

    private static Optional<JsonNode> json(String text) {
        boolean looks = text.length() > 1 && (text.charAt(0) == '{' || text.charAt(0) == '[');
        return looks ? JsonPayload.parse(text.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }
}
