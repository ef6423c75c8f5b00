package io.phiwatch.ingest.adapter.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.EventDraft.Scannable;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.privacy.Phi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what people type: topics, titles, notes, messages, names of files. */
final class ZoomTexts {
    private static final Set<String> FREE = Set.of(
            "topic",
            "meeting_topic",
            "note_title",
            "agenda",
            "session_name",
            "personal_notes",
            "message",
            "title",
            "message_content",
            "comments",
            "summary_title",
            "summary_overview",
            "summary_content",
            "label",
            "content",
            "description",
            "reason",
            "purpose",
            "channel_name",
            "value");
    private static final int MOST = 500;

    private ZoomTexts() {}

    static List<Scannable> of(JsonNode payload) {
        List<Scannable> texts = new ArrayList<>();
        walk(payload, texts);
        return texts;
    }

    private static void walk(JsonNode node, List<Scannable> texts) {
        if (node.isArray()) {
            node.forEach(item -> walk(item, texts));
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (texts.size() >= MOST) {
                return;
            }
            if (field.getValue().isContainerNode()) {
                walk(field.getValue(), texts);
            } else if (FREE.contains(name)) {
                add(texts, "body", name, JsonPayload.text(field.getValue()));
            } else if (name.equals("file_name")) {
                add(texts, "filename", name, JsonPayload.text(field.getValue()));
            }
        }
    }

    private static void add(List<Scannable> texts, String place, String field, String text) {
        if (!text.isEmpty()) {
            texts.add(new Scannable(place, field, Phi.of(text)));
        }
    }
}
