package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.EvidenceChain;
import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.incident.IncidentChange.PlacedAlert;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EvidenceEntry;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change of one incident in the making: keeps its version, its evidence, its pages and what it asks of other incidents
 * in step. Used once, by one
 * thread.
 */
public final class IncidentEdit {
    /** Who makes the steps that nobody asked for. */
    public static final String SELF = "phiwatch";

    private final Incident.Builder incident;
    private final Instant at;
    private final List<EvidenceEntry> evidence = new ArrayList<>();
    private final List<Notification> pages = new ArrayList<>();
    private final List<IncidentCommand> commands = new ArrayList<>();
    private ChainHead head;

    private IncidentEdit(Incident.Builder incident, ChainHead head, Instant at) {
        this.incident = incident;
        this.head = head;
        this.at = at;
    }

    static IncidentEdit opening(Incident.Builder incident, Instant at) {
        incident.setClocks(List.of()).setSteps(List.of()).setAffected(Map.of());
        return new IncidentEdit(incident, ChainHead.start(incident.getIncidentId()), at);
    }

    static IncidentEdit of(Incident incident, Instant at) {
        return new IncidentEdit(Incident.newBuilder(incident), ChainHead.of(incident), at);
    }

    /** The incident as it is so far; a step changes it in place. */
    public Incident.Builder incident() {
        return incident;
    }

    /** When the change is made, by the clock in the log. */
    public Instant at() {
        return at;
    }

    /** Adds an entry to the chain of evidence. */
    public void record(EvidenceDraft draft) {
        EvidenceEntry entry = EvidenceChain.append(head, draft);
        head = ChainHead.of(entry);
        evidence.add(entry);
    }

    /** Asks for a page about the incident as it is now, to whoever is on call. */
    public void page(NotificationReason reason) {
        page(reason, null, null);
    }

    /**
     * Asks for a page about the incident as it is now.
     *
     * @param role who is to be paged; null for whoever is on call
     * @param about clock or step that it is about, free of PHI
     */
    public void page(NotificationReason reason, @Nullable String role, @Nullable String about) {
        int number = incident.getPages() + 1;
        incident.setPages(number);
        String id = incident.getIncidentId() + "-page-" + number;
        Notification.Builder page = Notification.newBuilder()
                .setNotificationId(id)
                .setIncidentId(incident.getIncidentId())
                .setReason(reason)
                .setTenant(incident.getTenant())
                .setLevel(incident.getLevel())
                .setTitle(incident.getTitle())
                .setSurfaces(incident.getSurfaces())
                .setRuleAuthors(AlertList.authors(incident.getAlerts()))
                .setRuleTitles(AlertList.titles(incident.getAlerts()))
                .setAlertsCount(AlertList.count(incident.getAlerts()))
                .setPatientsCount(incident.getPatientsCount())
                .setOpenedAt(incident.getOpenedAt())
                .setRequestedAt(at);
        Optional.ofNullable(role).ifPresent(page::setRole);
        Optional.ofNullable(about).ifPresent(page::setAbout);
        Optional.ofNullable(incident.getPlaybook()).ifPresent(page::setPlaybook);
        Optional.ofNullable(incident.getExerciseId()).ifPresent(page::setExerciseId);
        pages.add(page.build());
        record(new EvidenceDraft(
                EvidenceType.page_requested,
                at,
                SELF,
                "Page " + number + " asked for: " + reason,
                Map.of("notification_id", id, "reason", reason.toString()),
                null));
    }

    /**
     * Asks another incident for something: only the task that owns it may change it.
     *
     * @param details names and numbers
     */
    public void send(String incidentId, CommandType type, Map<String, String> details) {
        String id = incident.getIncidentId() + '-' + (incident.getVersion() + 1) + '-' + (commands.size() + 1);
        commands.add(IncidentCommand.newBuilder()
                .setCommandId(id)
                .setIncidentId(incidentId)
                .setType(type)
                .setActor(SELF)
                .setRole(CommandPolicy.SYSTEM)
                .setRequestedAt(at)
                .setDetails(details)
                .build());
    }

    Changed done(Outcome outcome, @Nullable PlacedAlert alert) {
        Incident changed = incident.setVersion(incident.getVersion() + 1)
                .setUpdatedAt(at)
                .setEvidenceCount(head.count())
                .setEvidenceHead(head.hash())
                .build();
        return new Changed(outcome, changed, alert, evidence, pages, commands);
    }
}
