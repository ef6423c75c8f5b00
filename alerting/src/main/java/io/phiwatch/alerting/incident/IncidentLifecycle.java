package io.phiwatch.alerting.incident;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentStatus;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The states of an incident and the commands that lead from one to the next. A later step stands for those before it.
 *
 * <pre>
 *          acknowledge                  contain               resolve              close
 *   open ───────────────► acknowledged ─────────► contained ──────────► resolved ────────► closed
 *    │ │                       │ │                    │                   ▲ │ ▲               ▲
 *    │ └─ contain, resolve ─►  │ └───── resolve ──────│───────────────────┘ │                 │
 *    │                         │                      │                     │                 │
 *    └─────────────────────────┴───────┬──────────────┴─────────────────────┘                 │
 *                                      │ false_positive                                       │
 *                                      ▼                         close                        │
 *                               false_positive ───────────────────────────────────────────────┘
 *
 *   resolved, closed, false_positive ── reopen ──► open
 * </pre>
 *
 * An incident may be assigned while it is open, acknowledged or contained. Alerts change the state of no incident.
 */
public final class IncidentLifecycle {
    private static final Set<IncidentStatus> ACTIVE =
            EnumSet.of(IncidentStatus.open, IncidentStatus.acknowledged, IncidentStatus.contained);

    private static final Map<CommandType, Step> STEPS = Map.of(
            CommandType.acknowledge,
            new Step(EnumSet.of(IncidentStatus.open), IncidentStatus.acknowledged),
            CommandType.contain,
            new Step(EnumSet.of(IncidentStatus.open, IncidentStatus.acknowledged), IncidentStatus.contained),
            CommandType.resolve,
            new Step(ACTIVE, IncidentStatus.resolved),
            CommandType.close,
            new Step(EnumSet.of(IncidentStatus.resolved, IncidentStatus.false_positive), IncidentStatus.closed),
            CommandType.reopen,
            new Step(EnumSet.complementOf(EnumSet.copyOf(ACTIVE)), IncidentStatus.open),
            CommandType.false_positive,
            new Step(
                    EnumSet.of(
                            IncidentStatus.open,
                            IncidentStatus.acknowledged,
                            IncidentStatus.contained,
                            IncidentStatus.resolved),
                    IncidentStatus.false_positive));

    private IncidentLifecycle() {}

    private record Step(Set<IncidentStatus> from, IncidentStatus to) {}

    /** Whether somebody still works, or has yet to work, on such an incident. */
    public static boolean isActive(IncidentStatus status) {
        return ACTIVE.contains(status);
    }

    /** The state that the command leads to; empty where it may not be given in this one. */
    public static Optional<IncidentStatus> after(IncidentStatus status, CommandType command) {
        return Optional.ofNullable(STEPS.get(command))
                .filter(step -> step.from().contains(status))
                .map(Step::to);
    }
}
