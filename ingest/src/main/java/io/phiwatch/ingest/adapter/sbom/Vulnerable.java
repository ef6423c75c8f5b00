package io.phiwatch.ingest.adapter.sbom;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.temporal.ChronoUnit;

/**
 * A component with a known vulnerability.
 *
 * @param version empty where the report does not tell it
 * @param advisory id of the advisory, a CVE where there is one
 */
record Vulnerable(String component, String version, String advisory, String severity) {
    /**
     * The event: what is found, is found now, however old the advisory is. Audits run again and again: one event for each
     * finding and day.
     */
    EventDraft event(Delivery delivery) {
        String day = delivery.received().truncatedTo(ChronoUnit.DAYS).toString();
        EventDraft draft =
                new EventDraft(EventIds.of("vulnerable", component, advisory, day), delivery.received(), Action.other);
        draft.actionNative = "vulnerable-component";
        draft.outcome = Outcome.failure;
        draft.surface = Surface.admin;
        draft.actorKind = ActorKind.service;
        draft.objectType = "dependency";
        draft.objectId = component;
        draft.attributes.put("advisory", advisory);
        draft.attributes.put("severity", severity);
        if (!version.isEmpty()) {
            draft.attributes.put("version", version);
        }
        return draft;
    }
}
