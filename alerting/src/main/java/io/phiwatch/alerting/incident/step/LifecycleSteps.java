package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.schema.CommandType;
import java.util.Map;

/** The commands that every incident understands. */
public final class LifecycleSteps {
    private LifecycleSteps() {}

    /** Steps by the type of their command. */
    public static Map<CommandType, CommandStep> all() {
        return Map.of(
                CommandType.acknowledge,
                new StatusStep(),
                CommandType.contain,
                new StatusStep(),
                CommandType.resolve,
                new StatusStep(),
                CommandType.close,
                new StatusStep(),
                CommandType.false_positive,
                new StatusStep(),
                CommandType.reopen,
                new ReopenStep(),
                CommandType.assign,
                new AssignStep(),
                CommandType.page_result,
                new PageResultStep());
    }
}
