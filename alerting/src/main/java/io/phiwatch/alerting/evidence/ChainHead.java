package io.phiwatch.alerting.evidence;

import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;

/**
 * End of the evidence chain of one incident: what the next entry is chained to.
 *
 * @param count entries so far
 * @param hash hash of the last entry, {@link #NO_HASH} where there is none
 */
public record ChainHead(String incidentId, long count, String hash) {
    /** Previous hash of the first entry. */
    public static final String NO_HASH = "0".repeat(64);

    /** Head of a chain without entries. */
    public static ChainHead start(String incidentId) {
        return new ChainHead(incidentId, 0, NO_HASH);
    }

    /** Head that the incident says its chain has. */
    public static ChainHead of(Incident incident) {
        return new ChainHead(incident.getIncidentId(), incident.getEvidenceCount(), incident.getEvidenceHead());
    }

    /** Head of a chain that ends with this entry. */
    public static ChainHead of(EvidenceEntry last) {
        return new ChainHead(last.getIncidentId(), last.getSequence(), last.getHash());
    }
}
