package io.phiwatch.alerting.ledger;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.SealedPayload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Records as long as evidence is kept: from the topics that they came by, and where those no longer have them, the copies
 * that evidence keeps.
 *
 * @param recent what the topics still have
 * @param copies finds copies of a type
 */
public record KeptRecords(EvidenceRecords recent, EvidenceCopies copies) implements EvidenceRecords {
    @Override
    public List<EvidenceEntry> entries(List<LedgerView.Leaf> leaves) {
        return recent.entries(leaves);
    }

    @Override
    public Map<EventRef, AccessEvent> events(Collection<EventRef> refs) {
        return completed(refs, recent.events(refs), missing -> copies.find(missing, AccessEvent.class));
    }

    @Override
    public Map<EventRef, SealedPayload> originals(Collection<EventRef> refs) {
        return completed(refs, recent.originals(refs), missing -> copies.find(missing, SealedPayload.class));
    }

    /** In the order of the references. */
    private static <V> Map<EventRef, V> completed(
            Collection<EventRef> refs, Map<EventRef, V> found, Function<List<EventRef>, Map<EventRef, V>> copies) {
        List<EventRef> missing =
                refs.stream().filter(ref -> !found.containsKey(ref)).toList();
        if (missing.isEmpty()) {
            return found;
        }
        Map<EventRef, V> more = copies.apply(missing);
        Map<EventRef, V> all = new LinkedHashMap<>();
        for (EventRef ref : refs) {
            V record = found.getOrDefault(ref, more.get(ref));
            if (record != null) {
                all.put(ref, record);
            }
        }
        return all;
    }
}
