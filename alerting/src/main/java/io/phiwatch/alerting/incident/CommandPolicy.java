package io.phiwatch.alerting.incident;

import io.phiwatch.schema.IncidentCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which parameters of commands are fit to be kept, and the roles in which they are given. */
public final class CommandPolicy {
    /** The role of phiwatch itself. */
    public static final String SYSTEM = "system";

    /** Who may move an incident through its lifecycle. */
    public static final Set<String> RESPONDERS = Set.of("responder", "admin", SYSTEM);

    /** Names and codes, never sentences: what people type must not get into evidence in the clear. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}");

    private CommandPolicy() {}

    /** A parameter; empty where it is missing, or is more than a name or a number. */
    public static Optional<String> plain(IncidentCommand command, String name) {
        return Optional.ofNullable(command.getDetails().get(name)).filter(CommandPolicy::isPlain);
    }

    /** The parameters of that name that are plain, and the command itself. */
    static Map<String, String> details(IncidentCommand command, List<String> kept) {
        Map<String, String> details = new TreeMap<>();
        kept.forEach(name -> plain(command, name).ifPresent(value -> details.put(name, value)));
        details.put("command", command.getType().toString());
        if (isPlain(command.getCommandId())) {
            details.put("command_id", command.getCommandId());
        }
        if (isPlain(command.getRole())) {
            details.put("role", command.getRole());
        }
        return details;
    }

    /** Whether that is a name or a number, and no sentence. */
    public static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches();
    }
}
