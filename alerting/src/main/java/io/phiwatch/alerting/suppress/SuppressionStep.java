package io.phiwatch.alerting.suppress;

import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.EvidenceChain;
import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.evidence.EvidenceDraft.AlertFacts;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.ScopedException;
import io.phiwatch.schema.Suppression;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Keeps what an exception kept back: counts it, and adds it to a chain of evidence of its own. */
public final class SuppressionStep {
    /** Pointers to events that one entry carries at most. */
    private static final int MOST_SOURCES = 50;

    private SuppressionStep() {}

    /**
     * What a suppressed revision of an alert leaves behind.
     *
     * @param record the count, as it is now
     * @param evidence the entry
     */
    public record Kept(Suppression record, EvidenceEntry evidence) {}

    /** Id of the chain of evidence of an exception and an entity. */
    public static String chainId(String entityKey, String exceptionId) {
        return entityKey + '-' + exceptionId;
    }

    /**
     * Takes in a revision that counts more events than those before it.
     *
     * @param before the count so far
     * @param hitsBefore events that earlier revisions of the alert counted; empty where there was none
     */
    public static Kept next(
            Optional<Suppression> before,
            Optional<Long> hitsBefore,
            ScopedException exception,
            Alert alert,
            Instant at) {
        Suppression known = before.orElseGet(() -> none(exception, alert, at));
        String chainId = chainId(alert.getEntityKey(), exception.getExceptionId());
        EvidenceEntry entry = EvidenceChain.append(
                new ChainHead(chainId, known.getEvidenceCount(), known.getEvidenceHead()), draft(exception, alert, at));
        Suppression now = Suppression.newBuilder(known)
                .setAlerts(known.getAlerts() + (hitsBefore.isPresent() ? 0 : 1))
                .setHits(known.getHits() + alert.getHits() - hitsBefore.orElse(0L))
                .setLastAt(at)
                .setEvidenceCount(entry.getSequence())
                .setEvidenceHead(entry.getHash())
                .build();
        return new Kept(now, entry);
    }

    private static Suppression none(ScopedException exception, Alert alert, Instant at) {
        return Suppression.newBuilder()
                .setExceptionId(exception.getExceptionId())
                .setTenant(exception.getTenant())
                .setEntityKey(alert.getEntityKey())
                .setAlerts(0)
                .setHits(0)
                .setFirstAt(at)
                .setLastAt(at)
                .setEvidenceCount(0)
                .setEvidenceHead(ChainHead.NO_HASH)
                .build();
    }

    private static EvidenceDraft draft(ScopedException exception, Alert alert, Instant at) {
        int from = Math.max(0, alert.getEvents().size() - MOST_SOURCES);
        return new EvidenceDraft(
                EvidenceType.alert_suppressed,
                at,
                IncidentEdit.SELF,
                "Suppressed: " + alert.getRuleTitle() + ": " + alert.getExplanation(),
                Map.of(
                        "exception_id", exception.getExceptionId(),
                        "owner", exception.getOwner(),
                        "rule_name", alert.getRuleName(),
                        "rule_version", alert.getRuleVersion(),
                        "level", alert.getLevel().toString(),
                        "revision", Integer.toString(alert.getRevision()),
                        "hits", Long.toString(alert.getHits()),
                        "patients_count", Long.toString(alert.getPatientsCount())),
                new AlertFacts(
                        alert.getAlertId(),
                        alert.getLastEventTime(),
                        null,
                        alert.getEvents().subList(from, alert.getEvents().size())));
    }
}
