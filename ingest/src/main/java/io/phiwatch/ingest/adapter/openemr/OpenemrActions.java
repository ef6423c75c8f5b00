package io.phiwatch.ingest.adapter.openemr;

import io.phiwatch.schema.Action;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what the events of OpenEMR mean: words first, then what it did to which group of tables. */
final class OpenemrActions {
    private static final Map<String, Action> WHOLE = Map.of(
            "login", Action.login,
            "logout", Action.logout,
            "view", Action.read,
            "delete", Action.delete,
            "print", Action.print,
            "disclosure", Action.export);

    private static final Map<String, Action> STATEMENTS = Map.of(
            "select", Action.read,
            "insert", Action.create,
            "create", Action.create,
            "update", Action.update,
            "replace", Action.update,
            "delete", Action.delete);

    private static final Map<String, Action> METHODS = Map.of(
            "GET", Action.read,
            "POST", Action.create,
            "PUT", Action.update,
            "PATCH", Action.update,
            "DELETE", Action.delete);

    private static final List<String> EXPORTS = List.of("export", "ccda", "ccd-", "direct-message");
    private static final String ADMINISTRATION = "security-administration";
    /** Tables of the access control lists. */
    private static final String PERMISSIONS = "gacl_";

    private static final String SECOND_FACTORS = "login_mfa_registrations";

    private OpenemrActions() {}

    static Action of(LogRow row) {
        String event = row.event();
        if (row.isDisclosure()
                || EXPORTS.stream().anyMatch(event::contains)
                || row.of("request_url").contains("$export")) {
            return Action.export;
        }
        if (WHOLE.containsKey(event)) {
            return WHOLE.getOrDefault(event, Action.other);
        }
        if (event.startsWith("backup")) {
            return Action.backup;
        }
        if (audit(row).isPresent()) {
            return Action.configure;
        }
        Action action = METHODS.getOrDefault(
                row.of("method").toUpperCase(Locale.ROOT),
                STATEMENTS.getOrDefault(event.substring(event.lastIndexOf('-') + 1), Action.other));
        return meant(action, category(event), row.comments());
    }

    /** What reading or writing means where it is more than that. */
    private static Action meant(Action action, String category, String statement) {
        boolean writes = action == Action.create || action == Action.update;
        if (action == Action.other || action == Action.read) {
            return action;
        }
        if (statement.contains(SECOND_FACTORS)) {
            return Action.mfa_change;
        }
        return switch (category) {
            case "scheduling" -> writes ? Action.schedule : action;
            case "order" -> action == Action.create ? Action.prescribe : action;
            case ADMINISTRATION -> administers(action, statement);
            default -> action;
        };
    }

    private static Action administers(Action action, String statement) {
        if (statement.contains(PERMISSIONS)) {
            return action == Action.delete ? Action.revoke : Action.grant;
        }
        return Action.configure;
    }

    /** The event without the statement, such as {@code patient-record}. */
    static String category(String event) {
        int last = event.lastIndexOf('-');
        return last > 0 && STATEMENTS.containsKey(event.substring(last + 1)) ? event.substring(0, last) : event;
    }

    /** Whether it is about the system rather than about patients. */
    static boolean isAdministration(LogRow row) {
        return row.event().startsWith(ADMINISTRATION) || audit(row).isPresent();
    }

    /** Whether a second factor was added or taken away. */
    static Optional<String> mfa(LogRow row) {
        if (of(row) != Action.mfa_change) {
            return Optional.empty();
        }
        return Optional.of(row.event().endsWith("-delete") ? "disabled" : "enabled");
    }

    /** Whether the log itself was switched off or on. */
    static Optional<String> audit(LogRow row) {
        String words = row.comments();
        if (words.startsWith("Audit Logging Disabled")) {
            return Optional.of("disabled");
        }
        return words.startsWith("Audit Logging Enabled") ? Optional.of("enabled") : Optional.empty();
    }
}
