package io.phiwatch.ingest.adapter.wordpress;

import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.wordpress.WpEntry.Person;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Hooks of WordPress itself, sent by the must-use plugin of docs/adapters/wordpress.md where no activity log is. */
final class WpHooks {
    private static final Map<String, WpKey> HOOKS = Map.ofEntries(
            Map.entry("wp_login", new WpKey("user", "login")),
            Map.entry("wp_login_failed", new WpKey("user", "failed-login")),
            Map.entry("wp_logout", new WpKey("user", "logout")),
            Map.entry("user_register", new WpKey("user", "created")),
            Map.entry("deleted_user", new WpKey("user", "deleted")),
            Map.entry("after_password_reset", new WpKey("user", "password")),
            Map.entry("set_user_role", new WpKey("role", "changed")),
            Map.entry("add_user_role", new WpKey("role", "granted")),
            Map.entry("remove_user_role", new WpKey("role", "revoked")),
            Map.entry("grant_super_admin", new WpKey("role", "granted")),
            Map.entry("revoke_super_admin", new WpKey("role", "revoked")),
            Map.entry("wp_create_application_password", new WpKey("api_token", "created")),
            Map.entry("wp_delete_application_password", new WpKey("api_token", "revoked")),
            Map.entry("activated_plugin", new WpKey("plugin", "activated")),
            Map.entry("deactivated_plugin", new WpKey("plugin", "deactivated")),
            Map.entry("deleted_plugin", new WpKey("plugin", "uninstalled")),
            Map.entry("switch_theme", new WpKey("theme", "switched")),
            Map.entry("deleted_theme", new WpKey("theme", "uninstalled")),
            Map.entry("_core_updated_successfully", new WpKey("core", "updated")),
            Map.entry("updated_option", new WpKey("config", "updated")),
            Map.entry("export_wp", new WpKey("export", "created")),
            Map.entry("wp_privacy_personal_data_export_file_created", new WpKey("privacy", "exported")),
            Map.entry("wp_privacy_personal_data_erased", new WpKey("privacy", "erased")));

    /** The user meta of the Two-Factor plugin: which second factors an account has. */
    private static final String TWO_FACTOR = "_two_factor_";

    private WpHooks() {}

    static Optional<WpEntry> read(JsonNode json) {
        String hook = text(json, "hook");
        return key(hook, json)
                .map(key -> new WpEntry(
                        "hook",
                        text(json, "id"),
                        JsonPayload.time(text(json, "time"), ZoneOffset.UTC)
                                .or(() -> JsonPayload.epochSeconds(text(json, "time"))),
                        hook,
                        key.object(),
                        key.verb(),
                        new Person(
                                text(json, "user_id"),
                                text(json, "user"),
                                WpLogs.roles(json.path("roles")),
                                text(json, "ip"),
                                text(json, "user_agent")),
                        new Person(
                                text(json, "target_id"),
                                text(json, "target"),
                                WpLogs.roles(json.path("old_role")),
                                "",
                                ""),
                        json));
    }

    private static Optional<WpKey> key(String hook, JsonNode json) {
        if (hook.endsWith("_user_meta")) {
            boolean factors = text(json, "meta_key").startsWith(TWO_FACTOR);
            boolean none = hook.startsWith("deleted") || text(json, "enabled").equals("false");
            return factors ? Optional.of(new WpKey("2fa", none ? "disabled" : "enabled")) : Optional.empty();
        }
        if (hook.equals("upgrader_process_complete")) {
            String verb = text(json, "action").equals("install") ? "installed" : "updated";
            return Optional.of(new WpKey(WpMeaning.object(text(json, "type")), verb));
        }
        return Optional.ofNullable(HOOKS.get(hook));
    }
}
