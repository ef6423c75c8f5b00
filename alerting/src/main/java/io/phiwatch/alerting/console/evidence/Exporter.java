package io.phiwatch.alerting.console.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.alerting.evidence.archive.ArchiveContent;
import io.phiwatch.alerting.evidence.archive.ArchiveContent.Export;
import io.phiwatch.alerting.evidence.archive.ArchiveContent.Inclusion;
import io.phiwatch.alerting.evidence.archive.ArchiveContent.Proofs;
import io.phiwatch.alerting.ledger.EvidenceRecords;
import io.phiwatch.alerting.ledger.LedgerView;
import io.phiwatch.alerting.ledger.LedgerView.Leaf;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.SealedPayload;
import io.phiwatch.schema.TreeHead;
import io.phiwatch.schema.serde.RecordJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what goes into an archive. Thread-safe. */
final class Exporter {
    /** Beyond these, the archive says how many it lacks: an export is built in memory. */
    private static final int MOST_EVENTS = 20_000;

    private static final int MOST_ORIGINALS = 2_000;
    /** Heads that are put in beside the first that covers the incident: the last ones. */
    private static final int MOST_HEADS = 500;

    private final LedgerView ledger;
    private final EvidenceRecords records;

    Exporter(LedgerView ledger, EvidenceRecords records) {
        this.ledger = ledger;
        this.records = records;
    }

    /**
     * Who asks for what.
     *
     * @param originals whether sealed originals go with it
     */
    record Request(String by, String role, boolean originals) {}

    /** The evidence of an incident as far as a head covers it. */
    ArchiveContent gather(Incident incident, TreeHead head, Request request, Instant at) {
        List<Leaf> leaves = ledger.leaves(incident.getIncidentId()).stream()
                .filter(leaf -> leaf.index() < head.getTreeSize())
                .toList();
        List<EvidenceEntry> entries = records.entries(leaves);
        List<EventRef> refs = refs(entries);
        Map<EventRef, AccessEvent> events = records.events(first(refs, MOST_EVENTS));
        Map<EventRef, SealedPayload> originals =
                request.originals() ? records.originals(first(refs, MOST_ORIGINALS)) : Map.of();
        Export export = new Export(
                at,
                request.by(),
                request.role(),
                refs.size() - events.size(),
                request.originals() ? refs.size() - originals.size() : 0);
        return new ArchiveContent(
                incident,
                entries,
                proofs(leaves, head),
                events.entrySet().stream().map(Exporter::json).toList(),
                originals.values().stream().map(RecordJson::of).toList(),
                export);
    }

    private Proofs proofs(List<Leaf> leaves, TreeHead head) {
        List<TreeHead> covering = ledger.heads().stream()
                .filter(one -> one.getTreeSize() > leaves.getFirst().index() && one.getTreeSize() <= head.getTreeSize())
                .toList();
        List<TreeHead> heads =
                new ArrayList<>(covering.subList(Math.max(0, covering.size() - MOST_HEADS), covering.size()));
        if (covering.size() > MOST_HEADS) {
            heads.addFirst(covering.getFirst());
        }
        List<List<byte[]>> steps = new ArrayList<>();
        for (int i = 1; i < heads.size(); i++) {
            steps.add(ledger.consistency(
                    heads.get(i - 1).getTreeSize(), heads.get(i).getTreeSize()));
        }
        List<Inclusion> inclusions = leaves.stream()
                .map(leaf -> new Inclusion(leaf.index(), ledger.inclusion(leaf.index(), head.getTreeSize())))
                .toList();
        return new Proofs(heads, steps, inclusions);
    }

    /** Each event once, in the order in which entries name them. */
    private static List<EventRef> refs(List<EvidenceEntry> entries) {
        Map<String, EventRef> refs = new LinkedHashMap<>();
        entries.forEach(entry -> entry.getSources().forEach(ref -> refs.putIfAbsent(ref.getEventId(), ref)));
        return List.copyOf(refs.values());
    }

    private static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }

    private static ObjectNode json(Map.Entry<EventRef, AccessEvent> event) {
        ObjectNode json = RecordJson.object()
                .put("topic", event.getKey().getTopic())
                .put("partition", event.getKey().getPartition())
                .put("offset", event.getKey().getOffset());
        json.set("event", RecordJson.of(event.getValue()));
        return json;
    }
}
