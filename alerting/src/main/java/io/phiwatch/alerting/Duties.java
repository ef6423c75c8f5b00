package io.phiwatch.alerting;

import io.phiwatch.alerting.clock.ClockCommands;
import io.phiwatch.alerting.clock.ClockPolicy;
import io.phiwatch.alerting.clock.Clocks;
import io.phiwatch.alerting.clock.Laws;
import io.phiwatch.alerting.clock.PossibleBreach;
import io.phiwatch.alerting.clock.RiskForm;
import io.phiwatch.alerting.incident.AlertFollowUp;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.playbook.GivePlaybook;
import io.phiwatch.alerting.playbook.PlaybookCommands;
import io.phiwatch.alerting.playbook.Playbooks;
import io.phiwatch.schema.CommandType;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an incident obliges people to do: steps of a playbook, and clocks of the law.
 *
 * @param clocks what reckons legal clocks
 * @param form the risk assessment
 * @param playbooks what to do, by kind of incident
 */
public record Duties(Clocks clocks, RiskForm form, Playbooks playbooks) {
    /** Duties from these files. */
    public static Duties of(Laws laws, ClockPolicy policy, Playbooks playbooks) {
        return new Duties(new Clocks(laws, policy), RiskForm.bundled(), playbooks);
    }

    /** The duties in the jar. */
    public static Duties bundled() {
        return of(Laws.bundled(), ClockPolicy.defaults(), Playbooks.bundled());
    }

    /** What follows from alerts. */
    public AlertFollowUp followUp() {
        return new GivePlaybook(playbooks).then(new PossibleBreach(clocks, playbooks::mayBeBreach));
    }

    Map<CommandType, CommandStep> steps() {
        Map<CommandType, CommandStep> steps = new EnumMap<>(CommandType.class);
        steps.putAll(ClockCommands.all(clocks, form));
        steps.putAll(PlaybookCommands.all());
        return steps;
    }
}
