package io.phiwatch.alerting.playbook;

import io.phiwatch.alerting.evidence.EvidenceDraft;
import io.phiwatch.alerting.incident.AlertFollowUp;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives an incident the steps of its playbook, as they stand now, and records the version. Where a higher alert brings
 * another playbook, its steps take the place of those that are not done yet.
 */
public final class GivePlaybook implements AlertFollowUp {
    private final Playbooks playbooks;

    public GivePlaybook(Playbooks playbooks) {
        this.playbooks = playbooks;
    }

    @Override
    public void follow(IncidentEdit edit, Alert alert) {
        Incident.Builder incident = edit.incident();
        Optional<Playbook> playbook = playbooks.find(incident.getPlaybook());
        // An incident keeps the version that its people started with.
        playbook.filter(it -> incident.getSteps().stream().noneMatch(step -> isOf(it, step)))
                .ifPresent(it -> give(edit, it));
    }

    private static void give(IncidentEdit edit, Playbook playbook) {
        Incident.Builder incident = edit.incident();
        List<IncidentStep> steps = Stream.concat(
                        incident.getSteps().stream().filter(step -> step.getDoneAt() != null),
                        playbook.steps().stream()
                                .map(step -> IncidentStep.newBuilder()
                                        .setStepId(playbook.id() + '.' + step.id())
                                        .setTitle(step.title())
                                        .setRole(step.role().name())
                                        .setDueAt(edit.at().plus(step.due()))
                                        .build()))
                .toList();
        incident.setSteps(steps).setPlaybookVersion(playbook.version());
        edit.record(new EvidenceDraft(
                EvidenceType.playbook_given,
                edit.at(),
                IncidentEdit.SELF,
                "Playbook " + playbook.id() + " in version " + playbook.version(),
                Map.of("playbook", playbook.id(), "playbook_version", playbook.version()),
                null));
    }

    private static boolean isOf(Playbook playbook, IncidentStep step) {
        return step.getStepId().startsWith(playbook.id() + '.');
    }
}
