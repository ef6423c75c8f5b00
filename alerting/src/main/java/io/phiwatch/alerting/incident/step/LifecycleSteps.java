package io.phiwatch.alerting.incident.step;

import io.phiwatch.alerting.incident.CommandStep;
import io.phiwatch.schema.CommandType;
import java.util.Map;

/** The commands that every incident understands. */
public final class LifecycleSteps {
    private LifecycleSteps() {}

    /** Steps by the type of their command. */
    public static Map<CommandType, CommandStep> all() {
        CommandStep status = new StatusStep();
        return Map.ofEntries(
                Map.entry(CommandType.acknowledge, status),
                Map.entry(CommandType.contain, status),
                Map.entry(CommandType.resolve, status),
                Map.entry(CommandType.close, status),
                Map.entry(CommandType.false_positive, status),
                Map.entry(CommandType.reopen, new ReopenStep()),
                Map.entry(CommandType.assign, new AssignStep()),
                Map.entry(CommandType.comment, new CommentStep()),
                Map.entry(CommandType.link, new LinkStep()),
                Map.entry(CommandType.merge, new MergeStep()),
                Map.entry(CommandType.absorb, new AbsorbStep()),
                Map.entry(CommandType.merged, new MergedStep()),
                Map.entry(CommandType.page_result, new PageResultStep()));
    }
}
