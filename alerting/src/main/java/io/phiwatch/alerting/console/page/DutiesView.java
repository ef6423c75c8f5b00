package io.phiwatch.alerting.console.page;

import io.phiwatch.alerting.clock.Exposure;
import io.phiwatch.alerting.clock.RiskForm;
import io.phiwatch.schema.IncidentClock;
import io.phiwatch.schema.IncidentStep;
import io.phiwatch.schema.RiskAssessment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an incident obliges people to do.
 *
 * @param clocks legal clocks, those that are due first at the top
 * @param steps steps of the playbook, in its order
 * @param guide the playbook as HTML that is safe to show; null where it is not known
 * @param exposure what statutes name for the people affected
 * @param form the risk assessment
 * @param assessment what it was answered last; null where it was not
 * @param mayDecide whether the reader may decide on clocks and risk
 */
public record DutiesView(
        List<ClockRow> clocks,
        List<StepRow> steps,
        @Nullable Guide guide,
        List<Exposure.Estimate> exposure,
        RiskForm form,
        @Nullable RiskAssessment assessment,
        boolean mayDecide) {

    public DutiesView {
        clocks = List.copyOf(clocks);
        steps = List.copyOf(steps);
        exposure = List.copyOf(exposure);
    }

    /**
     * A clock.
     *
     * @param left how long there is, for people
     * @param percent how much of its time is gone, 0 to 100
     * @param due when it ends, where its days end
     * @param notes what its law says beside
     */
    public record ClockRow(IncidentClock clock, String left, int percent, String due, String source, String notes) {
        /** How pressing it is: a name for style sheets. */
        public String urgency() {
            return switch (clock.getState()) {
                case met, stopped -> "over";
                case held -> "held";
                case possible, running -> percent >= 80 ? "late" : percent >= 50 ? "soon" : "calm";
            };
        }
    }

    /** A step; {@code left} says how long there is. */
    public record StepRow(IncidentStep step, String left, boolean isOverdue) {
        public boolean isDone() {
            return step.getDoneAt() != null;
        }
    }

    /**
     * A playbook.
     *
     * @param html its text
     * @param isOtherVersion whether it was changed since the incident was opened
     */
    public record Guide(String title, String version, String html, boolean isOtherVersion) {}

    /** Steps that are done. */
    public long done() {
        return steps.stream().filter(StepRow::isDone).count();
    }

    /** What was answered to a question of the form; empty where nothing was. */
    public String answer(String factor) {
        return assessment == null ? "" : assessment.getAnswers().getOrDefault(factor, "");
    }
}
