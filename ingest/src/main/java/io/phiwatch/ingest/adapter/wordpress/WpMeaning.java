package io.phiwatch.ingest.adapter.wordpress;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a verb of the activity logs comes to, done to a thing. */
record WpMeaning(Action action, Outcome outcome) {
    private static final Map<String, String> OBJECTS = Map.ofEntries(
            Map.entry("users", "user"),
            Map.entry("profiles", "user"),
            Map.entry("sessions", "user"),
            Map.entry("plugins", "plugin"),
            Map.entry("themes", "theme"),
            Map.entry("customizer", "theme"),
            Map.entry("wordpress", "core"),
            Map.entry("wordpress-core", "core"),
            Map.entry("system", "core"),
            Map.entry("settings", "config"),
            Map.entry("setting", "config"),
            Map.entry("system-setting", "config"),
            Map.entry("option", "config"),
            Map.entry("options", "config"),
            Map.entry("multisite-network", "config"),
            Map.entry("wp-2fa-settings", "mfa_policy"),
            Map.entry("activity-log", "audit_log"),
            Map.entry("post", "page"),
            Map.entry("posts", "page"),
            Map.entry("media", "file"),
            Map.entry("attachment", "file"),
            Map.entry("application-password", "api_token"),
            Map.entry("woocommerce-order", "order"),
            Map.entry("orders", "order"),
            Map.entry("woocommerce-product", "product"),
            Map.entry("products", "product"),
            Map.entry("woocommerce-webhook", "webhook"));

    private static final Map<String, Action> VERBS = Map.ofEntries(
            Map.entry("login", Action.login),
            Map.entry("failed-login", Action.login),
            Map.entry("blocked-login", Action.login),
            Map.entry("logout", Action.logout),
            Map.entry("password", Action.password_change),
            Map.entry("created", Action.create),
            Map.entry("added", Action.create),
            Map.entry("uploaded", Action.create),
            Map.entry("registered", Action.create),
            Map.entry("modified", Action.update),
            Map.entry("updated", Action.update),
            Map.entry("edited", Action.update),
            Map.entry("changed", Action.update),
            Map.entry("renamed", Action.update),
            Map.entry("failed", Action.update),
            Map.entry("deleted", Action.delete),
            Map.entry("trashed", Action.delete),
            Map.entry("removed", Action.delete),
            Map.entry("restored", Action.restore),
            Map.entry("opened", Action.read),
            Map.entry("viewed", Action.read),
            Map.entry("denied", Action.read),
            Map.entry("switched", Action.read),
            Map.entry("published", Action.publish),
            Map.entry("exported", Action.export),
            Map.entry("downloaded", Action.download),
            Map.entry("installed", Action.install),
            Map.entry("uninstalled", Action.uninstall),
            Map.entry("activated", Action.configure),
            Map.entry("deactivated", Action.configure),
            Map.entry("enabled", Action.configure),
            Map.entry("disabled", Action.configure),
            Map.entry("customized", Action.configure),
            Map.entry("granted", Action.grant),
            Map.entry("revoked", Action.revoke));

    private static final Set<String> CODE = Set.of("plugin", "theme", "core");

    /** The thing in our words. */
    static String object(String plugins) {
        String lower = plugins.toLowerCase(Locale.ROOT);
        return OBJECTS.getOrDefault(lower, lower);
    }

    static WpMeaning of(String object, String verb) {
        Outcome outcome = switch (verb) {
            case "failed-login", "failed" -> Outcome.failure;
            case "blocked-login", "denied" -> Outcome.denied;
            default -> Outcome.success;
        };
        return new WpMeaning(action(object, verb, VERBS.getOrDefault(verb, Action.other)), outcome);
    }

    private static Action action(String object, String verb, Action plain) {
        boolean ends = plain == Action.delete || plain == Action.revoke;
        boolean known = plain != Action.other;
        return switch (object) {
            case "role", "api_token" -> ends ? Action.revoke : known ? Action.grant : plain;
            case "webhook" -> ends || !known ? plain : Action.connect;
            case "2fa" -> verb.equals("enabled") || verb.equals("disabled") ? Action.mfa_change : plain;
            case "config", "mfa_policy" -> known ? Action.configure : plain;
            case "export" -> known ? Action.export : plain;
            default -> CODE.contains(object) ? ofCode(object, verb, plain) : plain;
        };
    }

    /** Of a theme, only the active one is on show. */
    private static Action ofCode(String object, String verb, Action plain) {
        boolean shown = object.equals("theme") && (verb.equals("activated") || verb.equals("switched"));
        if (shown) {
            return Action.publish;
        }
        return plain == Action.delete ? Action.uninstall : plain;
    }
}
