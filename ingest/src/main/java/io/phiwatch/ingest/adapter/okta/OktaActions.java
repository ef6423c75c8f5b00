package io.phiwatch.ingest.adapter.okta;

import io.phiwatch.schema.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what the event types of Okta mean: types known whole, then how they start, then how they end. */
final class OktaActions {
    private static final Map<String, Action> WHOLE = Map.ofEntries(
            Map.entry("user.session.start", Action.login),
            Map.entry("user.session.access_admin_app", Action.login),
            Map.entry("user.authentication.sso", Action.login),
            Map.entry("user.account.lock", Action.login),
            Map.entry("user.account.access_super_user_app", Action.login),
            Map.entry("user.session.impersonation.initiate", Action.login),
            Map.entry("user.session.impersonation.extend", Action.grant),
            Map.entry("user.session.impersonation.end", Action.logout),
            Map.entry("user.session.end", Action.logout),
            Map.entry("user.session.clear", Action.logout),
            Map.entry("user.authentication.slo", Action.logout),
            Map.entry("user.account.update_password", Action.password_change),
            Map.entry("user.account.reset_password", Action.password_change),
            Map.entry("user.account.expire_password", Action.password_change),
            Map.entry("application.user_membership.show_password", Action.read),
            Map.entry("application.user_membership.change_password", Action.password_change),
            Map.entry("application.lifecycle.create", Action.install),
            Map.entry("application.lifecycle.delete", Action.uninstall),
            Map.entry("system.api_token.create", Action.grant),
            Map.entry("user.lifecycle.create", Action.create),
            Map.entry("user.lifecycle.delete.completed", Action.delete),
            Map.entry("user.lifecycle.deactivate", Action.revoke),
            Map.entry("user.lifecycle.suspend", Action.revoke));

    private static final List<Map.Entry<String, Action>> STARTS = List.of(
            Map.entry("user.authentication.auth", Action.login),
            Map.entry("user.mfa.factor.", Action.mfa_change),
            Map.entry("user.mfa.attempt_bypass", Action.mfa_change),
            Map.entry("event_hook.created", Action.connect),
            Map.entry("event_hook.updated", Action.connect),
            Map.entry("event_hook.activated", Action.connect),
            Map.entry("user.account.", Action.update),
            Map.entry("user.lifecycle.", Action.update));

    private static final List<Map.Entry<String, Action>> ENDS = List.of(
            Map.entry(".grant", Action.grant),
            Map.entry(".revoke", Action.revoke),
            Map.entry("_membership.add", Action.grant),
            Map.entry("_membership.remove", Action.revoke),
            Map.entry(".export", Action.export),
            Map.entry(".export.download", Action.export));

    /** Changes of the organisation itself. */
    private static final List<String> ADMINISTRATION = List.of(
            "application.",
            "app.",
            "event_hook.",
            "group.",
            "inline_hook.",
            "network_zone.",
            "policy.",
            "security.",
            "system.",
            "zone.");

    private static final List<String> CHANGES =
            List.of("create", "created", "update", "updated", "delete", "deleted", "activate", "deactivate", "added");

    private static final List<String> LOG_LOST =
            List.of("system.log_stream.lifecycle.deactivate", "system.log_stream.lifecycle.delete");

    private OktaActions() {}

    static Action of(String type) {
        Action whole = WHOLE.get(type);
        if (whole != null) {
            return whole;
        }
        // before the starts: user.account.privilege.grant is more than an update
        return ending(type).or(() -> starting(type)).orElseGet(() -> changes(type) ? Action.configure : Action.other);
    }

    private static Optional<Action> ending(String type) {
        return ENDS.stream()
                .filter(end -> type.endsWith(end.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<Action> starting(String type) {
        return STARTS.stream()
                .filter(start -> type.startsWith(start.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean changes(String type) {
        String last = type.substring(type.lastIndexOf('.') + 1);
        return ADMINISTRATION.stream().anyMatch(type::startsWith)
                && (CHANGES.stream().anyMatch(change -> last.equals(change) || last.endsWith('_' + change))
                        || last.endsWith("change_detected"));
    }

    /** Whether a second factor was added, taken away or got around; empty for everything else. */
    static Optional<String> mfa(String type) {
        if (of(type) != Action.mfa_change) {
            return Optional.empty();
        }
        return Optional.of(
                switch (type) {
                    case "user.mfa.factor.deactivate", "user.mfa.factor.reset_all", "user.mfa.factor.suspend" ->
                        "disabled";
                    case "user.mfa.attempt_bypass" -> "bypassed";
                    default -> "enabled";
                });
    }

    /** Whether it stops the log from reaching whoever watches it. */
    static boolean losesLog(String type) {
        return LOG_LOST.contains(type);
    }

    /** Whether Okta itself calls it suspicious. */
    static boolean isThreat(String type) {
        return type.startsWith("security.threat.")
                || type.endsWith(".detect_reuse")
                || type.endsWith("report_suspicious_activity_by_enduser")
                || type.equals("security.attack.start");
    }
}
