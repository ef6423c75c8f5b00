package io.phiwatch.alerting.evidence.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.TreeHead;
import java.time.Instant;
import java.util.List;

/**
 * What goes into an archive.
 *
 * @param incident the incident as it is
 * @param entries its chain, from the first entry to the last
 * @param proofs that they are in the tree
 * @param events the access events that they rest on, as JSON
 * @param originals sealed originals of those events, as JSON, still sealed
 * @param export who made it, and what it leaves out
 */
public record ArchiveContent(
        Incident incident,
        List<EvidenceEntry> entries,
        Proofs proofs,
        List<ObjectNode> events,
        List<ObjectNode> originals,
        Export export) {

    public ArchiveContent {
        entries = List.copyOf(entries);
        events = List.copyOf(events);
        originals = List.copyOf(originals);
        if (entries.isEmpty() || entries.size() != proofs.entries().size()) {
            throw new IllegalArgumentException("proofs: must be one for each entry");
        }
    }

    /**
     * Proofs by the signed heads.
     *
     * @param heads the smallest first; entries are proven by the last
     * @param steps for each head but the first, the proof that the one before is a prefix of it
     * @param entries for each entry, that it is in the tree of the last head
     */
    public record Proofs(List<TreeHead> heads, List<List<byte[]>> steps, List<Inclusion> entries) {
        public Proofs {
            heads = List.copyOf(heads);
            steps = List.copyOf(steps);
            entries = List.copyOf(entries);
            if (heads.isEmpty() || steps.size() != heads.size() - 1) {
                throw new IllegalArgumentException("steps: must be one between each head and the next");
            }
        }
    }

    /**
     * Place of an entry in the tree, and the way from there to the root.
     *
     * @param index counted from 0
     */
    public record Inclusion(long index, List<byte[]> path) {
        public Inclusion {
            path = List.copyOf(path);
        }
    }

    /**
     * How the archive came about.
     *
     * @param by user name
     * @param role role in which they asked
     * @param eventsMissing events that entries name and the archive does not hold: past their retention, or too many
     * @param originalsMissing the same of originals; 0 where none were asked for
     */
    public record Export(Instant at, String by, String role, long eventsMissing, long originalsMissing) {}
}
