package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.IncidentBook;
import io.phiwatch.alerting.incident.IncidentEdit;
import io.phiwatch.alerting.incident.Refusal;
import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.EvidenceType;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.RiskAssessment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes in the four-factor risk assessment. A low probability stops the clocks whose law says so; a breach confirms them,
 * those that an earlier assessment stopped among them.
 */
final class AssessRiskStep implements CommandStep {
    private final Clocks clocks;
    private final RiskForm form;

    AssessRiskStep(Clocks clocks, RiskForm form) {
        this.clocks = clocks;
        this.form = form;
    }

    @Override
    public Set<String> roles() {
        return ClockCommands.DECIDERS;
    }

    @Override
    public Set<String> neededDetails() {
        return form.ids();
    }

    @Override
    public EvidenceType evidence() {
        return EvidenceType.risk_assessed;
    }

    @Override
    public String summary(IncidentCommand command) {
        return "Risk assessed: "
                + CommandPolicy.plain(command, RiskForm.CONCLUSION).orElse("");
    }

    @Override
    public Optional<Refusal> refusal(IncidentBook book, Incident incident, IncidentCommand command) {
        boolean isWhole = form.factors().stream()
                .allMatch(factor -> CommandPolicy.plain(command, factor.id())
                        .filter(factor::takes)
                        .isPresent());
        return isWhole ? Optional.empty() : Optional.of(Refusal.INVALID_DETAILS);
    }

    @Override
    public void carryOut(IncidentEdit edit, IncidentCommand command) {
        Map<String, String> answers = new TreeMap<>();
        form.ids().forEach(id -> CommandPolicy.plain(command, id).ifPresent(answer -> answers.put(id, answer)));
        String conclusion = answers.getOrDefault(RiskForm.CONCLUSION, "");
        Incident.Builder incident = edit.incident();
        incident.setRiskAssessment(RiskAssessment.newBuilder()
                .setAnswers(answers)
                .setConclusion(conclusion)
                .setFormVersion(form.version())
                .setAssessedBy(command.getActor())
                .setAssessedAt(edit.at())
                .build());
        boolean needsNotice = !RiskForm.NO_NOTICE.contains(conclusion);
        if (needsNotice && incident.getDeterminedAt() == null) {
            incident.setDeterminedAt(edit.at());
        }
        List<IncidentClock> before = incident.getClocks();
        incident.setClocks(before.stream()
                .map(clock -> bound(clock) ? settled(clock, needsNotice, edit, conclusion, command) : clock)
                .toList());
        ClockLog.put(edit, before, clocks.reckon(incident));
    }

    private boolean bound(IncidentClock clock) {
        return clocks.laws()
                .find(clock.getClockId())
                .filter(Law::stoppedByLowProbability)
                .isPresent();
    }

    private static IncidentClock settled(
            IncidentClock clock, boolean needsNotice, IncidentEdit edit, String conclusion, IncidentCommand command) {
        boolean wasStoppedSo = clock.getState() == ClockState.stopped
                && RiskForm.NO_NOTICE.contains(String.valueOf(clock.getReason()));
        boolean changes = needsNotice ? wasStoppedSo || clock.getState() == ClockState.possible : !Clocks.isOver(clock);
        return changes
                ? IncidentClock.newBuilder(clock)
                        .setState(needsNotice ? ClockState.running : ClockState.stopped)
                        .setReason(conclusion)
                        .setDecidedBy(command.getActor())
                        .setDecidedAt(edit.at())
                        .build()
                : clock;
    }
}
