package io.phiwatch.alerting.evidence;

import io.phiwatch.schema.EvidenceEntry;
import java.util.List;

/**
 * The hash chain of an incident: the hash of an entry is SHA-256 over the canonical JSON of all its other fields, the
 * hash of the entry before included. A change shows in every later hash; a cut tail shows against the count that the
 * incident keeps.
 */
public final class EvidenceChain {
    private EvidenceChain() {}

    /** The draft as the entry that follows the head. */
    public static EvidenceEntry append(ChainHead head, EvidenceDraft draft) {
        EvidenceEntry.Builder entry = EvidenceEntry.newBuilder()
                .setIncidentId(head.incidentId())
                .setSequence(head.count() + 1)
                .setType(draft.type())
                .setRecordedAt(draft.recordedAt())
                .setActor(draft.actor())
                .setSummary(draft.summary())
                .setDetails(draft.details())
                .setSources(List.of())
                .setPreviousHash(head.hash())
                .setHash("");
        EvidenceDraft.AlertFacts alert = draft.alert();
        if (alert != null) {
            entry.setAlertId(alert.alertId()).setEventTime(alert.eventTime()).setSources(alert.sources());
            if (alert.received() != null) {
                entry.setReceived(alert.received());
            }
        }
        EvidenceEntry chained = entry.build();
        chained.setHash(hashOf(chained));
        return chained;
    }

    /** Hash that the entry must have, in lower-case hex. */
    static String hashOf(EvidenceEntry entry) {
        return Sha256.hex(CanonicalEntry.of(entry));
    }
}
