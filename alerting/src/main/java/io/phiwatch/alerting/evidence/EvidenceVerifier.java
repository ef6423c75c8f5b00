package io.phiwatch.alerting.evidence;

import io.phiwatch.alerting.evidence.Verdict.Broken;
import io.phiwatch.alerting.evidence.Verdict.Intact;
import io.phiwatch.alerting.evidence.Verdict.Reason;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Verifies chains of evidence, and names the first broken entry. Needs the entries only; a cut tail shows only against the
 * incident.
 */
public final class EvidenceVerifier {
    private EvidenceVerifier() {}

    /** Verifies one chain, given in the order in which it was written. */
    public static Verdict verify(List<EvidenceEntry> entries) {
        ChainHead head =
                ChainHead.start(entries.isEmpty() ? "" : entries.getFirst().getIncidentId());
        return verifyFrom(head, entries);
    }

    /** Verifies the chain of an incident, its length and its end included. */
    public static Verdict verify(Incident incident, List<EvidenceEntry> entries) {
        Verdict verdict = verifyFrom(ChainHead.start(incident.getIncidentId()), entries);
        if (!(verdict instanceof Intact intact)) {
            return verdict;
        }
        long expected = incident.getEvidenceCount();
        if (intact.count() != expected) {
            return new Broken(Math.min(intact.count(), expected) + 1, Reason.WRONG_COUNT);
        }
        return intact.head().equals(incident.getEvidenceHead()) ? intact : new Broken(expected, Reason.WRONG_HEAD);
    }

    /**
     * Verifies every chain of the evidence topic, without knowledge of the incidents.
     *
     * @param entries entries of any incidents, each incident's in the order in which they were written
     * @return verdicts by incident id, in order of first appearance
     */
    public static Map<String, Verdict> verifyEach(Collection<EvidenceEntry> entries) {
        Map<String, List<EvidenceEntry>> chains = new LinkedHashMap<>();
        entries.forEach(entry -> chains.computeIfAbsent(entry.getIncidentId(), id -> new ArrayList<>())
                .add(entry));
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        chains.forEach((incidentId, chain) -> verdicts.put(incidentId, verify(chain)));
        return verdicts;
    }

    private static Verdict verifyFrom(ChainHead start, List<EvidenceEntry> entries) {
        ChainHead head = start;
        for (EvidenceEntry entry : entries) {
            long expected = head.count() + 1;
            if (!entry.getIncidentId().equals(head.incidentId())) {
                return new Broken(expected, Reason.OTHER_INCIDENT);
            }
            if (entry.getSequence() != expected) {
                return new Broken(expected, Reason.WRONG_SEQUENCE);
            }
            if (!entry.getPreviousHash().equals(head.hash())) {
                return new Broken(expected, Reason.WRONG_PREVIOUS_HASH);
            }
            if (!EvidenceChain.hashOf(entry).equals(entry.getHash())) {
                return new Broken(expected, Reason.WRONG_HASH);
            }
            head = ChainHead.of(entry);
        }
        return new Intact(head.count(), head.hash());
    }
}
