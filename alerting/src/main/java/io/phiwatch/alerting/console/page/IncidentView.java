package io.phiwatch.alerting.console.page;

import io.phiwatch.alerting.console.model.VisibleModel;
import io.phiwatch.alerting.text.EvidenceTexts;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentAlert;
import io.phiwatch.schema.IncidentStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One incident with all that is known of it.
 *
 * @param incident the incident
 * @param evidence its last evidence entries, oldest first
 * @param notice what became of the command that was just given; null where there was none
 * @param texts what people typed, by the sequence of its entry, as far as the reader may read it
 */
public record IncidentView(
        Incident incident,
        List<EvidenceEntry> evidence,
        @Nullable Notice notice,
        Map<Long, String> texts) {
    public IncidentView {
        texts = Map.copyOf(texts);
    }

    /** Without what people typed. */
    public IncidentView(Incident incident, List<EvidenceEntry> evidence, @Nullable Notice notice) {
        this(incident, evidence, notice, Map.of());
    }

    /**
     * A word on the last command.
     *
     * @param isGood whether it went as asked
     * @param text one sentence
     */
    public record Notice(boolean isGood, String text) {}

    /**
     * A step that the incident can take from here.
     *
     * @param type the command
     * @param label what the button says
     * @param isMain whether it is the step to take next
     */
    public record Action(CommandType type, String label, boolean isMain) {}

    static Optional<IncidentView> of(VisibleModel model, String incidentId, @Nullable Notice notice) {
        return model.incident(incidentId)
                .map(incident -> new IncidentView(incident, model.evidence(incidentId), notice));
    }

    /** With what people typed, as far as that role may read it. */
    IncidentView withTexts(EvidenceTexts opened, String role) {
        Map<Long, String> all = new HashMap<>();
        evidence.forEach(
                entry -> opened.of(incident, entry, role).ifPresent(text -> all.put(entry.getSequence(), text)));
        return new IncidentView(incident, evidence, notice, all);
    }

    /** Alerts, the last one first. */
    public List<IncidentAlert> alerts() {
        return incident.getAlerts().reversed();
    }

    /** Evidence, the last entry first. */
    public List<EvidenceEntry> timeline() {
        return evidence.reversed();
    }

    /** Entries of the chain that are not shown, since only the last are kept here. */
    public long notShown() {
        return evidence.isEmpty() ? 0 : evidence.getFirst().getSequence() - 1;
    }

    /** Sequence of the first entry that does not follow on the one before it; 0 where the chain is whole. */
    public long brokenAt() {
        for (int i = 1; i < evidence.size(); i++) {
            EvidenceEntry before = evidence.get(i - 1);
            EvidenceEntry entry = evidence.get(i);
            if (entry.getSequence() != before.getSequence() + 1
                    || !entry.getPreviousHash().equals(before.getHash())) {
                return entry.getSequence();
            }
        }
        return 0;
    }

    /** Steps that the state allows, the next one first. */
    public List<Action> actions() {
        IncidentStatus status = incident.getStatus();
        Action contain = new Action(CommandType.contain, "Contained", status == IncidentStatus.acknowledged);
        Action resolve = new Action(CommandType.resolve, "Resolve", status == IncidentStatus.contained);
        Action falsePositive = new Action(CommandType.false_positive, "False positive", false);
        Action reopen = new Action(CommandType.reopen, "Reopen", false);
        return switch (status) {
            case open ->
                List.of(new Action(CommandType.acknowledge, "Acknowledge", true), contain, resolve, falsePositive);
            case acknowledged -> List.of(contain, resolve, falsePositive);
            case contained -> List.of(resolve, falsePositive);
            case resolved -> List.of(new Action(CommandType.close, "Close", true), reopen, falsePositive);
            case false_positive -> List.of(new Action(CommandType.close, "Close", true), reopen);
            case closed -> List.of(reopen);
        };
    }
}
