package io.phiwatch.ingest.adapter.sbom;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.List;

/**
 * Output of {@code composer audit --format=json}, and of Packagist's advisory API. {@code advisories} is an object by
 * package, or an empty array where nothing was found.
 */
final class ComposerAudit {
    private ComposerAudit() {}

    static List<Parsed> read(JsonNode report, Delivery delivery) {
        List<Parsed> parsed = new ArrayList<>();
        int found = 0;
        for (JsonNode advisories : report.path("advisories")) {
            for (JsonNode advisory : advisories) {
                found++;
                parsed.add(new Parsed.Event(vulnerable(advisory).event(delivery), JsonPayload.bytes(advisory)));
            }
        }
        EventDraft audit = new EventDraft(EventIds.of("audit", delivery.id()), delivery.received(), Action.other);
        audit.actionNative = "dependency-audit";
        audit.surface = Surface.admin;
        audit.actorKind = ActorKind.service;
        audit.objectType = "dependency";
        audit.recordsCount = (long) found;
        parsed.add(new Parsed.Event(audit, delivery.body()));
        return parsed;
    }

    private static Vulnerable vulnerable(JsonNode advisory) {
        return new Vulnerable(
                CyclonedxAdapter.plain(text(advisory, "packageName")).orElse("unknown"),
                "",
                CyclonedxAdapter.plain(first(text(advisory, "cve"), text(advisory, "advisoryId")))
                        .orElse("unknown"),
                CyclonedxAdapter.plain(text(advisory, "severity")).orElse("unknown"));
    }
}
