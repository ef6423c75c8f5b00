package io.phiwatch.ingest.adapter.magento;

import static io.phiwatch.ingest.adapter.JsonPayload.first;
import static io.phiwatch.ingest.adapter.JsonPayload.phi;
import static io.phiwatch.ingest.adapter.JsonPayload.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.adapter.JsonTexts;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.ingest.adapter.UrlScan;
import io.phiwatch.ingest.phi.UrlText;
import io.phiwatch.ingest.privacy.Phi;
import io.phiwatch.schema.Action;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Rows of the admin's audit tables as JSON objects: {@code magento_logging_event} of Adobe Commerce, {@code
 * admin_activity} and {@code admin_login_log} of mage-os/module-admin-activity-log, and the log of Login as Customer.
 */
final class MagentoAudit {
    private static final Set<String> FAILED = Set.of("0", "failure", "failed", "error", "false");
    private static final Set<String> MFA_OFF = Set.of("reset", "revoke", "disable", "remove");
    private static final List<String> IDS = List.of("customer_id", "order_id", "entity_id", "user_id", "id");
    private static final List<String> TEXTS = List.of("info", "item_name", "error_message", "remarks");
    private static final long LARGEST_IPV4 = 0xFFFF_FFFFL;

    private MagentoAudit() {}

    static boolean isRow(JsonNode json) {
        return !text(json, "fullaction").isEmpty()
                || !text(json, "event_code").isEmpty()
                || !text(json, "action_type").isEmpty()
                || isLogin(json)
                || isImpersonation(json);
    }

    private static boolean isLogin(JsonNode row) {
        return row.has("username") && row.has("status") && row.has("remote_ip");
    }

    private static boolean isImpersonation(JsonNode row) {
        return row.has("customer_id") && (row.has("user_name") || row.has("admin_id"));
    }

    /** Time of a row: empty where it has none. */
    static String time(JsonNode row) {
        return first(text(row, "time"), text(row, "created_at"));
    }

    static EventDraft draft(JsonNode row, Instant time, Source source) {
        String own = first(text(row, "log_id"), text(row, "entity_id"), text(row, "activity_id"), text(row, "id"));
        EventDraft draft;
        String kind;
        if (isImpersonation(row)) {
            kind = "impersonation";
            draft = impersonation(row, EventIds.of(kind, own, time.toString()), time);
        } else if (text(row, "fullaction").isEmpty() && isLogin(row)) {
            kind = "login";
            draft = login(row, EventIds.of(kind, own, time.toString()), time);
        } else {
            kind = "action";
            draft = action(row, EventIds.of(kind, own, time.toString()), time);
        }
        draft.attributes.put("log", kind);
        draft.surface = Surface.admin;
        draft.actorKind = ActorKind.staff;
        draft.actor = phi(first(
                text(row, "username"),
                text(row, "user"),
                text(row, "user_name"),
                text(row, "user_id"),
                text(row, "admin_id")));
        if ("user".equals(draft.objectType) || "account".equals(draft.objectType)) {
            boolean self = draft.objectPerson == null || Objects.equals(draft.objectPerson, draft.actor);
            draft.attributes.put("self", Boolean.toString(self));
        }
        draft.clientAddress = phi(address(row, source));
        draft.userAgent = phi(text(row, "user_agent"));
        texts(draft, row);
        return draft;
    }

    private static EventDraft impersonation(JsonNode row, String id, Instant time) {
        EventDraft draft = new EventDraft(id, time, Action.read);
        draft.actionNative = "login-as-customer";
        draft.objectType = "customer";
        draft.attributes.put("impersonation", "true");
        person(draft, text(row, "customer_id"));
        return draft;
    }

    private static EventDraft login(JsonNode row, String id, Instant time) {
        boolean out = text(row, "type").toLowerCase(Locale.ROOT).contains("logout");
        EventDraft draft = new EventDraft(id, time, out ? Action.logout : Action.login);
        draft.actionNative = out ? "admin-logout" : "admin-login";
        draft.objectType = "account";
        draft.outcome = outcome(row);
        return draft;
    }

    private static EventDraft action(JsonNode row, String id, Instant time) {
        String full = text(row, "fullaction").replace('/', '_');
        String said = first(text(row, "action"), text(row, "action_type"));
        MagentoEventName name = MagentoEventName.read(
                ClearText.name(first(full, text(row, "event_code"))).orElse("action"),
                full + '_' + text(row, "event_code") + '_' + said);
        String lower = full.toLowerCase(Locale.ROOT);
        String last = lower.substring(lower.lastIndexOf('_') + 1);
        boolean factor = lower.startsWith("tfa_") && (MFA_OFF.contains(last) || last.startsWith("configure"));
        boolean impersonates = lower.startsWith("loginascustomer_login");
        Action action = factor ? Action.mfa_change : impersonates ? Action.read : name.action();
        EventDraft draft = new EventDraft(id, time, action);
        draft.actionNative = name.name();
        draft.outcome = outcome(row);
        draft.objectType = action == Action.export && name.thing().equals("event") ? "export" : name.thing();
        if (factor) {
            draft.attributes.put("mfa", MFA_OFF.contains(last) ? "disabled" : "enabled");
        }
        if (impersonates) {
            draft.attributes.put("impersonation", "true");
        }
        object(draft, row);
        return draft;
    }

    private static Outcome outcome(JsonNode row) {
        boolean failed = FAILED.contains(text(row, "status").toLowerCase(Locale.ROOT))
                || !text(row, "error_message").isEmpty();
        return failed ? Outcome.failure : Outcome.success;
    }

    /** What was acted on: Commerce writes its id or name as info, the other module its address. */
    private static void object(EventDraft draft, JsonNode row) {
        String info = text(row, "info");
        String[] path = UrlText.of(text(row, "item_url")).segments().toArray(String[]::new);
        String id = info.chars().allMatch(c -> c >= '0' && c <= '9') ? info : "";
        for (int i = 0; i + 1 < path.length && id.isEmpty(); i++) {
            id = IDS.contains(path[i]) ? path[i + 1] : "";
        }
        String type = draft.objectType;
        if ("customer".equals(type)) {
            person(draft, id);
        } else if (draft.action == Action.configure || "module".equals(type) || "theme".equals(type)) {
            draft.attribute("setting", ClearText.name(info));
        } else {
            draft.objectPerson = phi(first(id, info));
        }
    }

    private static void person(EventDraft draft, String id) {
        draft.objectPerson = phi(id);
        if (!id.isEmpty()) {
            draft.patients.add(Phi.of(id));
        }
    }

    /** What people wrote, and what fields held before and after; old releases logged even passwords there. */
    private static void texts(EventDraft draft, JsonNode row) {
        for (String name : TEXTS) {
            draft.scan("body", name, text(row, name));
        }
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            if (field.getValue().isContainerNode()) {
                draft.texts.addAll(JsonTexts.of(field.getValue(), "body"));
            }
        }
        draft.texts.addAll(UrlScan.texts("url", UrlText.of(text(row, "item_url"))));
    }

    /** Socket address; behind a proxy of the shop's own, the address that the proxy saw, which it appends as the last. */
    private static String address(JsonNode row, Source source) {
        String forwarded = first(text(row, "forwarded_ip"), text(row, "x_forwarded_ip"));
        boolean proxied = Boolean.parseBoolean(source.settings().getOrDefault("behind_proxy", "false"));
        String seen = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        boolean known = proxied && !seen.isEmpty() && !seen.equals("0");
        return dotted(known ? seen : first(text(row, "remote_ip"), text(row, "ip")));
    }

    /** Old releases keep addresses as numbers. */
    private static String dotted(String address) {
        boolean number =
                !address.isEmpty() && address.length() <= 10 && address.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Long.parseLong(address) > LARGEST_IPV4) {
            return address;
        }
        long bits = Long.parseLong(address);
        return (bits >> 24) + "." + ((bits >> 16) & 255) + '.' + ((bits >> 8) & 255) + '.' + (bits & 255);
    }
}
