package io.phiwatch.alerting.text;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people typed, as it stands sealed in evidence. Thread-safe. */
public final class EvidenceTexts {
    private final TextSeals seals;

    public EvidenceTexts(TextSeals seals) {
        this.seals = seals;
    }

    /** The text of an entry; empty where it has none, or that role may not read it. */
    public Optional<String> of(Incident incident, EvidenceEntry entry, String role) {
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
