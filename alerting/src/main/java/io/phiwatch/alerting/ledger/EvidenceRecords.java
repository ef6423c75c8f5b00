package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.SealedPayload;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Records that stand in topics, by where they stand. What is past its retention is left out. Thread-safe. */
public interface EvidenceRecords {
    /** Entries at those offsets, in their order. */
    List<EvidenceEntry> entries(List<LedgerView.Leaf> leaves);

    /** Access events by the references to them. */
    Map<EventRef, AccessEvent> events(Collection<EventRef> refs);

    /** Sealed originals by the references to their events. */
    Map<EventRef, SealedPayload> originals(Collection<EventRef> refs);
}
