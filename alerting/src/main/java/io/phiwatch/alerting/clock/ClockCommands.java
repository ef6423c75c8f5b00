package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.incident.CommandPolicy;
import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.schema.CommandType;
import java.util.Map;
import java.util.Set;

/** The commands that clocks understand, and who may give them. */
public final class ClockCommands {
    /** The role that is paged. */
    static final String LEGAL = "legal";

    /** Roles that decide on clocks: no responder ends a duty of the law, and neither does an administrator. */
    static final Set<String> DECIDERS = Set.of(LEGAL, "compliance");

    /** Roles that may count affected people. */
    static final Set<String> COUNTERS = Set.of(LEGAL, "compliance", "responder", "admin", CommandPolicy.SYSTEM);

    private ClockCommands() {}

    /** Steps by the type of their command. */
    public static Map<CommandType, CommandStep> all(Clocks clocks, RiskForm form) {
        return Map.of(
                CommandType.decide_clock,
                new DecideClockStep(clocks),
                CommandType.assess_risk,
                new AssessRiskStep(clocks, form),
                CommandType.count_affected,
                new CountAffectedStep(clocks),
                CommandType.remind_clock,
                new RemindClockStep(clocks));
    }
}
