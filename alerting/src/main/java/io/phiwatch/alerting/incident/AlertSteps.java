package io.phiwatch.alerting.incident;

import io.phiwatch.alerting.evidence.ChainHead;
import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.evidence.EvidenceDraft.AlertFacts;
import io.phiwatch.alerting.incident.IncidentChange.Changed;
import io.phiwatch.alerting.incident.IncidentChange.Ignored;
import io.phiwatch.alerting.incident.IncidentChange.Outcome;
import io.phiwatch.alerting.incident.IncidentChange.PlacedAlert;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.AlertState;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStatus;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.NotificationReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What alerts do to incidents. An alert stays with the incident that first took it in. */
final class AlertSteps {
    private final IncidentPolicy policy;
    private final AlertFollowUp followUp;

    AlertSteps(IncidentPolicy policy, AlertFollowUp followUp) {
        this.policy = policy;
        this.followUp = followUp;
    }

    IncidentChange next(IncidentBook book, Alert alert, Instant at) {
        Optional<AlertPlace> place = book.placeOf(alert.getEntityKey(), alert.getAlertId());
        if (place.isPresent() && alert.getRevision() <= place.get().revision()) {
            return new Ignored(Outcome.REPEATED_REVISION);
        }
        Optional<Incident> home = place.flatMap(known -> book.find(incidentId(alert.getEntityKey(), known.ordinal())));
        if (home.isPresent()) {
            return revise(home.get(), alert, at);
        }
        if (alert.getState() == AlertState.superseded) {
            return new Ignored(Outcome.NEVER_RAISED);
        }
        Optional<Incident> latest = book.latest(alert.getEntityKey());
        return latest.filter(incident -> takesIn(incident, at))
                .map(incident -> join(incident, alert, at))
                .orElseGet(() -> open(latest.map(Incident::getOrdinal).orElse(0) + 1, alert, at));
    }

    static String incidentId(String entityKey, int ordinal) {
        return new EntityKey(entityKey).incidentId(ordinal);
    }

    private boolean takesIn(Incident incident, Instant at) {
        // One that was merged takes in what comes for the one that took it in.
        boolean isLookedAfter = IncidentLifecycle.isActive(incident.getStatus()) || incident.getMergedInto() != null;
        return isLookedAfter && !at.isAfter(incident.getLastAlertAt().plus(policy.quietAfter()));
    }

    private Changed open(int ordinal, Alert alert, Instant at) {
        IncidentEdit edit = IncidentEdit.opening(newIncident(ordinal, alert, at), at);
        edit.record(draft(EvidenceType.incident_opened, edit, alert, "Incident opened: " + title(alert)));
        edit.record(draft(EvidenceType.alert_raised, edit, alert, summary(alert)));
        takeIn(edit, alert, true);
        raiseByBreadth(edit);
        if (policy.pages(edit.incident().getLevel())) {
            edit.page(NotificationReason.opened);
        }
        return done(Outcome.OPENED, edit, alert);
    }

    private Changed join(Incident incident, Alert alert, Instant at) {
        IncidentEdit edit = IncidentEdit.of(incident, at);
        edit.record(draft(EvidenceType.alert_raised, edit, alert, summary(alert)));
        Level before = incident.getLevel();
        boolean newRule = !AlertList.knowsRule(incident.getAlerts(), alert.getRuleName());
        takeIn(edit, alert, true);
        boolean raised = raiseLevel(edit, before, alert);
        // While nobody has acknowledged, the page that opened the incident still stands.
        boolean seen = incident.getStatus() != IncidentStatus.open;
        if (!raised && newRule && seen && policy.pages(alert.getLevel())) {
            tell(edit, NotificationReason.new_rule);
        }
        return done(Outcome.JOINED, edit, alert);
    }

    private Changed revise(Incident incident, Alert alert, Instant at) {
        IncidentEdit edit = IncidentEdit.of(incident, at);
        edit.record(draft(EvidenceType.alert_revised, edit, alert, summary(alert)));
        Level before = incident.getLevel();
        takeIn(edit, alert, false);
        raiseLevel(edit, before, alert);
        return done(Outcome.REVISED, edit, alert);
    }

    /** A higher level pages whatever the state: whoever settled the incident judged a lesser thing. */
    private boolean raiseLevel(IncidentEdit edit, Level before, Alert alert) {
        if (alert.getLevel().compareTo(before) > 0) {
            edit.record(draft(
                    EvidenceType.level_raised, edit, alert, "Level raised from " + before + " to " + alert.getLevel()));
        }
        raiseByBreadth(edit);
        Level now = edit.incident().getLevel();
        if (now.compareTo(before) <= 0) {
            return false;
        }
        if (policy.pages(now)) {
            tell(edit, NotificationReason.level_raised);
        }
        return true;
    }

    private void raiseByBreadth(IncidentEdit edit) {
        Incident.Builder incident = edit.incident();
        policy.breadth().raised(incident).ifPresent(raise -> {
            Level before = incident.getLevel();
            incident.setLevel(raise.to());
            edit.record(new EvidenceDraft(
                    EvidenceType.level_raised,
                    edit.at(),
                    IncidentEdit.SELF,
                    "Level raised from " + before + " to " + raise.to() + " by breadth: " + raise.number() + ' '
                            + raise.what(),
                    Map.of("breadth", raise.what(), "number", Long.toString(raise.number())),
                    null));
        });
    }

    /** Pages, or has the incident page that took this one in. */
    private static void tell(IncidentEdit edit, NotificationReason reason) {
        Optional.ofNullable(edit.incident().getMergedInto())
                .ifPresentOrElse(into -> Merges.tell(edit, into, reason), () -> edit.page(reason));
    }

    private Changed done(Outcome outcome, IncidentEdit edit, Alert alert) {
        followUp.follow(edit, alert);
        AlertPlace place = new AlertPlace(edit.incident().getOrdinal(), alert.getRevision());
        return edit.done(outcome, new PlacedAlert(alert.getAlertId(), place));
    }

    private void takeIn(IncidentEdit edit, Alert alert, boolean first) {
        Incident.Builder incident = edit.incident();
        incident.setAlerts(AlertList.with(incident, alert, first, policy.listedAlerts()));
        incident.setLastAlertAt(Folds.later(incident.getLastAlertAt(), edit.at()));
        incident.setFirstEventTime(Folds.earlier(incident.getFirstEventTime(), alert.getFirstEventTime()));
        incident.setLastEventTime(Folds.later(incident.getLastEventTime(), alert.getLastEventTime()));
        incident.setPatientsCount(Math.max(incident.getPatientsCount(), alert.getPatientsCount()));
        incident.setSurfaces(Folds.union(incident.getSurfaces(), alert.getSurfaces()));
        incident.setControls(Folds.union(incident.getControls(), alert.getControls()));
        if (alert.getLevel().compareTo(incident.getLevel()) > 0) {
            incident.setLevel(alert.getLevel()).setTitle(title(alert));
            Optional.ofNullable(alert.getPlaybook()).ifPresent(incident::setPlaybook);
        }
        if (alert.getExerciseId() == null) {
            // What is real is never filed under an exercise.
            incident.clearExerciseId();
        }
    }

    private static Incident.Builder newIncident(int ordinal, Alert alert, Instant at) {
        String id = incidentId(alert.getEntityKey(), ordinal);
        Incident.Builder incident = Incident.newBuilder()
                .setIncidentId(id)
                .setEntityKey(alert.getEntityKey())
                .setOrdinal(ordinal)
                .setVersion(0)
                .setTenant(alert.getTenant())
                .setEnvironment(alert.getEnvironment())
                .setEntityKind(alert.getEntityKind())
                .setEntityId(alert.getEntityId())
                .setTitle(title(alert))
                .setStatus(IncidentStatus.open)
                .setLevel(alert.getLevel())
                .setOpenedAt(at)
                .setUpdatedAt(at)
                .setFirstEventTime(alert.getFirstEventTime())
                .setLastEventTime(alert.getLastEventTime())
                .setLastAlertAt(at)
                .setAlerts(List.of())
                .setSurfaces(List.of())
                .setControls(List.of())
                .setPages(0)
                .setEvidenceCount(0)
                .setEvidenceHead(ChainHead.NO_HASH);
        Optional.ofNullable(alert.getPlaybook()).ifPresent(incident::setPlaybook);
        Optional.ofNullable(alert.getExerciseId()).ifPresent(incident::setExerciseId);
        return incident;
    }

    private EvidenceDraft draft(EvidenceType type, IncidentEdit edit, Alert alert, String summary) {
        List<EventRef> events = alert.getEvents();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("rule_id", alert.getRuleId());
        details.put("rule_name", alert.getRuleName());
        details.put("rule_version", alert.getRuleVersion());
        Optional.ofNullable(alert.getRuleAuthor()).ifPresent(author -> details.put("rule_author", author));
        Optional.ofNullable(alert.getRuleLicense()).ifPresent(license -> details.put("rule_license", license));
        details.put("level", alert.getLevel().toString());
        details.put("revision", Integer.toString(alert.getRevision()));
        details.put("state", alert.getState().toString());
        details.put("hits", Long.toString(alert.getHits()));
        details.put("patients_count", Long.toString(alert.getPatientsCount()));
        if (events.size() > policy.sourcesPerEntry()) {
            details.put("sources_left_out", Integer.toString(events.size() - policy.sourcesPerEntry()));
        }
        // The newest ones: what came before stands in the entries of earlier revisions.
        List<EventRef> sources = events.subList(Math.max(0, events.size() - policy.sourcesPerEntry()), events.size());
        Instant received = events.stream()
                .map(EventRef::getReceived)
                .max(Comparator.naturalOrder())
                .orElse(null);
        AlertFacts facts = new AlertFacts(alert.getAlertId(), alert.getLastEventTime(), received, sources);
        return new EvidenceDraft(type, edit.at(), IncidentEdit.SELF, summary, details, facts);
    }

    private static String summary(Alert alert) {
        return alert.getRuleTitle() + ": " + alert.getExplanation();
    }

    private static String title(Alert alert) {
        return alert.getRuleTitle() + ' ' + relation(alert.getEntityKind()) + ' ' + alert.getEntityId();
    }

    private static String relation(String entityKind) {
        return switch (entityKind) {
            case "actor" -> "by";
            case "client" -> "from";
            case "route" -> "on";
            case "destination" -> "to";
            case "source" -> "at";
            default -> "of";
        };
    }
}
