package io.phiwatch.alerting.incident;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.IncidentCommand;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Who may give which command, and which of its parameters are fit to be kept. */
final class CommandPolicy {
    /** The role of phiwatch itself. */
    private static final String SYSTEM = "system";

    private static final Set<String> MAY_CHANGE = Set.of("responder", "admin", SYSTEM);
    private static final Set<String> KEPT_DETAILS =
            Set.of("assignee", "sink", "outcome", "attempts", "notification_id", "reason_code");

    /** Names and codes, never sentences: what people type must not get into evidence in the clear. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}");

    private CommandPolicy() {}

    static boolean mayGive(String role, CommandType type) {
        return type == CommandType.page_result ? role.equals(SYSTEM) : MAY_CHANGE.contains(role);
    }

    static Optional<String> assignee(IncidentCommand command) {
        return Optional.ofNullable(command.getDetails().get("assignee")).filter(CommandPolicy::isPlain);
    }

    /** The parameters that are on the list and plain, and the command itself. */
    static Map<String, String> details(IncidentCommand command) {
        Map<String, String> kept = new TreeMap<>();
        command.getDetails().forEach((key, value) -> {
            if (KEPT_DETAILS.contains(key) && isPlain(value)) {
                kept.put(key, value);
            }
        });
        kept.put("command", command.getType().toString());
        if (isPlain(command.getCommandId())) {
            kept.put("command_id", command.getCommandId());
        }
        if (isPlain(command.getRole())) {
            kept.put("role", command.getRole());
        }
        return kept;
    }

    static String pageSummary(IncidentCommand command) {
        Map<String, String> kept = details(command);
        return "Page to " + kept.getOrDefault("sink", "a sink") + ": " + kept.getOrDefault("outcome", "unknown");
    }

    private static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches();
    }
}
