package io.phiwatch.alerting.playbook;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.schema.CommandType;
import java.util.Map;

/** The commands that steps of playbooks understand. */
public final class PlaybookCommands {
    private PlaybookCommands() {}

    /** Steps by the type of their command. */
    public static Map<CommandType, CommandStep> all() {
        return Map.of(CommandType.tick_step, new TickStep(), CommandType.remind_step, new RemindStep());
    }
}
