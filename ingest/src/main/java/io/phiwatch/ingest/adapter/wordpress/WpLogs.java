package io.phiwatch.ingest.adapter.wordpress;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.wordpress.WpEntry.Person;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells the plugins' entries apart by their shapes and reads them. */
final class WpLogs {
    /** Loggers of Simple History, by what they are about. */
    private static final Map<String, String> LOGGERS = Map.ofEntries(
            Map.entry("SimpleUserLogger", "user"),
            Map.entry("SimplePluginLogger", "plugin"),
            Map.entry("SimpleThemeLogger", "theme"),
            Map.entry("SimpleCoreUpdatesLogger", "core"),
            Map.entry("SimpleOptionsLogger", "config"),
            Map.entry("SimplePostLogger", "page"),
            Map.entry("SimpleMediaLogger", "file"),
            Map.entry("SimpleExportLogger", "export"),
            Map.entry("SH_Privacy_Logger", "privacy"),
            Map.entry("FileEditsLogger", "file"),
            Map.entry("PluginUserSwitchingLogger", "user"));

    private WpLogs() {}

    static Optional<WpEntry> read(JsonNode json) {
        if (json.has("logger")) {
            return Optional.of(simpleHistory(json));
        }
        if (json.has("connector")) {
            return Optional.of(stream(json));
        }
        if (json.has("hook")) {
            return WpHooks.read(json);
        }
        return first(text(json, "alert_id"), text(json, "EventID"), text(json, "event_id"), text(json, "alert_code"))
                        .isEmpty()
                ? Optional.empty()
                : Optional.of(activityLog(json));
    }

    /** simple-history.com: REST {@code /wp-json/simple-history/v1/events}. */
    private static WpEntry simpleHistory(JsonNode json) {
        String key = first(text(json, "message_key"), text(json, "context", "_message_key"));
        String object = LOGGERS.getOrDefault(text(json, "logger"), "event");
        JsonNode context = json.path("context");
        WpKey meaning = WpKey.of(key, object);
        JsonNode initiator = json.path("initiator_data");
        String who = first(
                text(initiator, "user_login"),
                text(context, "_user_login"),
                text(context, "login"),
                text(context, "failed_username"));
        JsonNode addresses = json.path("ip_addresses");
        String client = first(
                text(context, "_server_remote_addr"),
                text(context, "server_remote_addr"),
                addresses.isEmpty() ? "" : text(addresses.iterator().next()));
        Person actor = new Person(
                first(text(initiator, "user_id"), text(context, "_user_id")),
                who,
                roles(initiator.path("user_roles")),
                client,
                text(context, "server_http_user_agent"));
        Person target = new Person(
                first(text(context, "edited_user_id"), text(context, "created_user_id")),
                first(
                        text(context, "edited_user_login"),
                        text(context, "created_user_login"),
                        text(context, "deleted_user_login"),
                        text(context, "user_email"),
                        text(context, "request_email")),
                roles(context.path("old_role")),
                "",
                "");
        return new WpEntry(
                "simple-history",
                text(json, "id"),
                JsonPayload.time(first(text(json, "date_gmt"), text(json, "date")), ZoneOffset.UTC),
                key,
                meaning.object(),
                meaning.verb(),
                actor,
                target,
                context);
    }

    /** wordpress.org/plugins/stream: {@code connector}, {@code context}, {@code action}. */
    private static WpEntry stream(JsonNode json) {
        JsonNode meta = json.path("meta").isObject() ? json.path("meta") : json.path("stream_meta");
        JsonNode user = json.path("user_meta");
        String object = WpMeaning.object(first(text(json, "context"), text(json, "connector")));
        boolean role = object.equals("user") && !text(meta, "new_role").isEmpty();
        Person actor = new Person(
                text(json, "user_id"),
                first(text(user, "user_login"), text(user, "display_name")),
                roles(json.path("user_role")),
                text(json, "ip"),
                text(user, "agent"));
        Person target =
                new Person(text(json, "object_id"), text(meta, "display_name"), roles(meta.path("old_role")), "", "");
        String verb = text(json, "action").toLowerCase(Locale.ROOT);
        return new WpEntry(
                "stream",
                first(text(json, "ID"), text(json, "id"), text(json, "record_id")),
                JsonPayload.time(text(json, "created"), ZoneOffset.UTC),
                text(json, "connector") + '.' + text(json, "context") + '.' + text(json, "action"),
                role ? "role" : object,
                role ? "changed" : verb,
                actor,
                object.equals("user") ? target : Person.NOBODY,
                meta);
    }

    /** melapress.com/support/kb/wp-activity-log-list-event-ids: numbers, or object and event type for the rest. */
    private static WpEntry activityLog(JsonNode json) {
        String code =
                first(text(json, "alert_id"), text(json, "EventID"), text(json, "event_id"), text(json, "alert_code"));
        JsonNode meta = meta(json);
        String object = WpMeaning.object(first(text(json, "object"), text(json, "Object"), text(meta, "Object")));
        String verb = first(text(json, "event_type"), text(json, "EventType"), text(meta, "EventType"));
        WpKey known = WpKey.ofNumber(code).orElse(new WpKey(object, verb.toLowerCase(Locale.ROOT)));
        Person actor = new Person(
                first(text(json, "user_id"), text(json, "UserID"), text(meta, "CurrentUserID")),
                first(text(json, "username"), text(json, "Username"), text(meta, "Username"), text(meta, "Users")),
                roles(json.path("user_roles"), json.path("UserRoles"), meta.path("CurrentUserRoles")),
                first(text(json, "client_ip"), text(json, "ClientIP"), text(meta, "ClientIP")),
                first(text(json, "user_agent"), text(json, "UserAgent"), text(meta, "UserAgent")));
        Person target = new Person(
                first(text(meta, "TargetUserID"), text(meta, "NewUserID")),
                first(text(meta, "TargetUsername"), text(meta, "NewUserData", "Username")),
                roles(meta.path("OldRole")),
                "",
                "");
        return new WpEntry(
                "wp-activity-log",
                first(text(json, "id"), text(json, "occurrence_id")),
                time(json),
                code,
                known.object(),
                known.verb(),
                actor,
                target,
                meta);
    }

    private static JsonNode meta(JsonNode json) {
        for (String name : List.of("meta_data", "metadata", "meta", "data")) {
            if (json.path(name).isObject()) {
                return json.path(name);
            }
        }
        return json;
    }

    private static Optional<Instant> time(JsonNode json) {
        String time = first(text(json, "created_on"), text(json, "timestamp"), text(json, "TimeStamp"));
        return JsonPayload.epochSeconds(time).or(() -> JsonPayload.time(time, ZoneOffset.UTC));
    }

    /** The first of the fields that names any: a list, or a text with commas. */
    static List<String> roles(JsonNode... fields) {
        for (JsonNode field : fields) {
            List<String> roles = new ArrayList<>();
            for (JsonNode role : JsonPayload.items(field)) {
                for (String name : text(role).split(",", -1)) {
                    if (!name.isBlank()) {
                        roles.add(name.strip().toLowerCase(Locale.ROOT));
                    }
                }
            }
            if (!roles.isEmpty()) {
                return roles;
            }
        }
        return List.of();
    }
}
