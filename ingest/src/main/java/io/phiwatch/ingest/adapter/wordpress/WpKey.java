package io.phiwatch.ingest.adapter.wordpress;

import java.util.Map;
import java.util.Optional;

/** What an activity log's own name or number for an event says: a thing and what happened to it. */
record WpKey(String object, String verb) {
    private static final Map<String, WpKey> KEYS = Map.ofEntries(
            Map.entry("user_logged_in", new WpKey("user", "login")),
            Map.entry("user_unknown_logged_in", new WpKey("user", "login")),
            Map.entry("user_logged_out", new WpKey("user", "logout")),
            Map.entry("user_login_failed", new WpKey("user", "failed-login")),
            Map.entry("user_unknown_login_failed", new WpKey("user", "failed-login")),
            Map.entry("user_application_password_login_failed", new WpKey("user", "failed-login")),
            Map.entry("user_application_password_unknown_login_failed", new WpKey("user", "failed-login")),
            Map.entry("user_session_destroy_others", new WpKey("user", "logout")),
            Map.entry("user_session_destroy_everywhere", new WpKey("user", "logout")),
            Map.entry("user_updated_profile", new WpKey("user", "updated")),
            Map.entry("user_password_reseted", new WpKey("user", "password")),
            Map.entry("user_requested_password_reset_link", new WpKey("user", "password")),
            Map.entry("user_role_updated", new WpKey("role", "changed")),
            Map.entry("user_role_added", new WpKey("role", "granted")),
            Map.entry("user_role_removed", new WpKey("role", "revoked")),
            Map.entry("user_application_password_created", new WpKey("api_token", "created")),
            Map.entry("user_application_password_deleted", new WpKey("api_token", "revoked")),
            Map.entry("user_application_password_revoked", new WpKey("api_token", "revoked")),
            Map.entry("user_admin_page_access_denied", new WpKey("page", "denied")),
            Map.entry("switched_to_user", new WpKey("user", "switched")),
            Map.entry("theme_switched", new WpKey("theme", "switched")),
            Map.entry("theme_file_edited", new WpKey("theme", "edited")),
            Map.entry("plugin_file_edited", new WpKey("plugin", "edited")),
            Map.entry("created_export", new WpKey("export", "created")));

    private static final Map<String, WpKey> NUMBERS = Map.ofEntries(
            Map.entry("1000", new WpKey("user", "login")),
            Map.entry("1001", new WpKey("user", "logout")),
            Map.entry("1002", new WpKey("user", "failed-login")),
            Map.entry("1003", new WpKey("user", "failed-login")),
            Map.entry("1004", new WpKey("user", "blocked-login")),
            Map.entry("1005", new WpKey("user", "login")),
            Map.entry("1006", new WpKey("user", "logout")),
            Map.entry("1007", new WpKey("user", "logout")),
            Map.entry("1008", new WpKey("user", "switched")),
            Map.entry("1009", new WpKey("user", "logout")),
            Map.entry("1010", new WpKey("user", "password")),
            Map.entry("2046", new WpKey("theme", "edited")),
            Map.entry("2051", new WpKey("plugin", "edited")),
            Map.entry("4000", new WpKey("user", "created")),
            Map.entry("4001", new WpKey("user", "created")),
            Map.entry("4002", new WpKey("role", "changed")),
            Map.entry("4003", new WpKey("user", "password")),
            Map.entry("4004", new WpKey("user", "password")),
            Map.entry("4007", new WpKey("user", "deleted")),
            Map.entry("4008", new WpKey("role", "granted")),
            Map.entry("4009", new WpKey("role", "revoked")),
            Map.entry("4014", new WpKey("user", "opened")),
            Map.entry("4025", new WpKey("api_token", "created")),
            Map.entry("4026", new WpKey("api_token", "created")),
            Map.entry("4027", new WpKey("api_token", "revoked")),
            Map.entry("4028", new WpKey("api_token", "revoked")),
            Map.entry("5000", new WpKey("plugin", "installed")),
            Map.entry("5001", new WpKey("plugin", "activated")),
            Map.entry("5002", new WpKey("plugin", "deactivated")),
            Map.entry("5003", new WpKey("plugin", "uninstalled")),
            Map.entry("5004", new WpKey("plugin", "updated")),
            Map.entry("5005", new WpKey("theme", "installed")),
            Map.entry("5006", new WpKey("theme", "activated")),
            Map.entry("5007", new WpKey("theme", "uninstalled")),
            Map.entry("5031", new WpKey("theme", "updated")),
            Map.entry("6004", new WpKey("core", "updated")),
            Map.entry("6034", new WpKey("audit_log", "deleted")),
            Map.entry("7801", new WpKey("mfa_policy", "disabled")),
            Map.entry("7808", new WpKey("2fa", "enabled")),
            Map.entry("7809", new WpKey("2fa", "enabled")),
            Map.entry("7810", new WpKey("2fa", "disabled")));

    /** The meaning of a message key of Simple History; of unknown ones the last word is the verb. */
    static WpKey of(String key, String object) {
        WpKey known = KEYS.get(key);
        return known == null ? new WpKey(object, key.substring(key.lastIndexOf('_') + 1)) : known;
    }

    /** The meaning of an event's number in WP Activity Log. */
    static Optional<WpKey> ofNumber(String number) {
        return Optional.ofNullable(NUMBERS.get(number));
    }
}
