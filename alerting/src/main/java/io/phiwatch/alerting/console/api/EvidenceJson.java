package io.phiwatch.alerting.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.text.TextPolicy;
import io.phiwatch.alerting.text.TextSeals;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.serde.RecordJson;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence as JSON: what people typed stands beside the sealed form of those entries that the reader may read. */
final class EvidenceJson {
    private final TextSeals seals;

    EvidenceJson(TextSeals seals) {
        this.seals = seals;
    }

    ArrayNode of(Incident incident, List<EvidenceEntry> entries, String role) {
        ArrayNode all = RecordJson.array(List.of());
        for (EvidenceEntry entry : entries) {
            ObjectNode node = RecordJson.of(entry);
            text(incident, entry, role).ifPresent(text -> node.put("text", text));
            all.add(node);
        }
        return all;
    }

    private Optional<String> text(Incident incident, EvidenceEntry entry, String role) {
        Map<String, String> details = entry.getDetails();
        String sealed = details.get(CommandPolicy.SEALED_TEXT);
        String commandId = details.get("command_id");
        String found = details.getOrDefault(CommandPolicy.PHI_TYPES, "");
        List<String> phiTypes = found.isEmpty() ? List.of() : List.of(found.split("\\+", -1));
        if (sealed == null || commandId == null || !TextPolicy.mayRead(role, phiTypes)) {
            return Optional.empty();
        }
        return seals.open(
                new TextSeals.Place(incident.getTenant(), commandId),
                ByteBuffer.wrap(Base64.getDecoder().decode(sealed)));
    }
}
