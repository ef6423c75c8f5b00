package io.phiwatch.alerting.incident;

import io.phiwatch.schema.IncidentCommand;
import java.nio.ByteBuffer;
import java.util.Base64;
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

    /** Detail of evidence that holds what somebody typed, sealed, in Base64. */
    public static final String SEALED_TEXT = "sealed_text";

    /** Detail that names the types of PHI found in what somebody typed, joined by {@code +}. */
    public static final String PHI_TYPES = "phi_types";

    /** Names and codes, never sentences: what people type must not get into evidence in the clear. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}");

    private CommandPolicy() {}

    /** A parameter; empty where it is missing, or is more than a name or a number. */
    public static Optional<String> plain(IncidentCommand command, String name) {
        return Optional.ofNullable(command.getDetails().get(name)).filter(CommandPolicy::isPlain);
    }

    /** What was typed, sealed and in Base64, and the types of PHI that were found in it. */
    static Map<String, String> text(IncidentCommand command) {
        ByteBuffer sealed = command.getSealedText();
        if (sealed == null) {
            return Map.of();
        }
        byte[] bytes = new byte[sealed.remaining()];
        sealed.duplicate().get(bytes);
        Map<String, String> details = new TreeMap<>();
        details.put(SEALED_TEXT, Base64.getEncoder().encodeToString(bytes));
        plain(command, PHI_TYPES).ifPresent(types -> details.put(PHI_TYPES, types));
        return details;
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
