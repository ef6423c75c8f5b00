package io.phiwatch.alerting;

import io.phiwatch.alerting.containment.ContainmentSteps;
import io.phiwatch.alerting.custody.CustodySteps;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.alerting.incident.step.LifecycleSteps;
import io.phiwatch.schema.CommandType;
import java.util.EnumMap;
import java.util.Map;

/** Every kind of command with the step that carries it out: each package that brings commands adds its own here. */
public final class CommandCatalogue {
    private CommandCatalogue() {}

    /** Steps by the type of their command, with these duties. */
    public static Map<CommandType, CommandStep> steps(Duties duties) {
        Map<CommandType, CommandStep> steps = new EnumMap<>(CommandType.class);
        steps.putAll(LifecycleSteps.all());
        steps.putAll(ContainmentSteps.all());
        steps.putAll(CustodySteps.all());
        steps.putAll(duties.steps());
        return steps;
    }
}
