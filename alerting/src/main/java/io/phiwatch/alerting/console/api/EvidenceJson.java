package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.text.EvidenceTexts;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.util.List;

/** Evidence as JSON: what people typed stands beside the sealed form, for those who may read it. */
final class EvidenceJson {
    private final EvidenceTexts texts;

    EvidenceJson(EvidenceTexts texts) {
        this.texts = texts;
    }

    ArrayNode of(Incident incident, List<EvidenceEntry> entries, String role) {
        ArrayNode all = RecordJson.array(List.of());
        for (EvidenceEntry entry : entries) {
            ObjectNode node = RecordJson.of(entry);
            texts.of(incident, entry, role).ifPresent(text -> node.put("text", text));
            all.add(node);
        }
        return all;
    }
}
