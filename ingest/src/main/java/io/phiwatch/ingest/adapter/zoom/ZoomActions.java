package io.phiwatch.ingest.adapter.zoom;

import io.phiwatch.schema.Action;
import io.phiwatch.schema.Outcome;
import io.phiwatch.schema.Surface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what the event names of Zoom mean: names known whole, then recordings and settings, then how the name ends. */
final class ZoomActions {
    private static final Map<String, Action> WHOLE = Map.of(
            "app_deauthorized", Action.uninstall,
            "group.admin_added", Action.grant,
            "group.admin_removed", Action.revoke,
            "group.admin_deleted", Action.revoke,
            "clinical_notes.note_exported", Action.export,
            "user.invitation_accepted", Action.grant,
            "recording.registration_denied", Action.read,
            "meeting.participant_joined_breakout_room", Action.join,
            "meeting.participant_left_breakout_room", Action.leave);

    private static final Set<String> RECORDS = Set.of("started", "stopped", "paused", "resumed", "completed");

    private static final List<Map.Entry<String, Action>> ENDINGS = List.of(
            Map.entry("signed_in", Action.login),
            Map.entry("user_login", Action.login),
            Map.entry("signed_out", Action.logout),
            Map.entry("user_logout", Action.logout),
            Map.entry("downloaded", Action.download),
            Map.entry("live_streaming_started", Action.transmit),
            Map.entry("sharing_started", Action.share),
            Map.entry("sharing_ended", Action.other),
            Map.entry("shared", Action.share),
            Map.entry("viewed", Action.read),
            Map.entry("opened", Action.read),
            Map.entry("exported", Action.export),
            Map.entry("deleted", Action.delete),
            Map.entry("trashed", Action.delete),
            Map.entry("removed", Action.delete),
            Map.entry("recovered", Action.restore),
            Map.entry("deactivated", Action.update),
            Map.entry("activated", Action.update),
            Map.entry("created", Action.create),
            Map.entry("sent", Action.transmit),
            Map.entry("added", Action.update),
            Map.entry("updated", Action.update),
            Map.entry("renamed", Action.update),
            Map.entry("role_changed", Action.update),
            Map.entry("approved", Action.approve),
            Map.entry("registration_denied", Action.join),
            Map.entry("joined", Action.join),
            Map.entry("left", Action.leave),
            Map.entry("completed", Action.create));

    private static final Set<String> SESSIONS = Set.of("meeting", "webinar", "session");
    private static final Set<String> ADMINISTRATION =
            Set.of("account", "group", "role", "user", "information_barriers", "app_deauthorized");

    /** Source: the field {@code login_type} of Zoom's user events. */
    private static final Map<String, String> METHODS = Map.of(
            "0", "facebook",
            "1", "google",
            "24", "apple",
            "27", "microsoft",
            "97", "mobile",
            "98", "ringcentral",
            "99", "api",
            "100", "password",
            "101", "sso");

    private ZoomActions() {}

    static Action of(String event) {
        Action whole = WHOLE.get(event);
        if (whole != null) {
            return whole;
        }
        if (isRecording(event)
                && RECORDS.contains(event.substring(Math.max(event.lastIndexOf('.'), event.lastIndexOf('_')) + 1))) {
            return Action.record;
        }
        if (event.contains("setting") || event.contains("policy")) {
            return Action.configure;
        }
        if (SESSIONS.contains(family(event)) && event.endsWith(".started")) {
            return Action.join;
        }
        if (SESSIONS.contains(family(event)) && event.endsWith(".ended")) {
            return Action.leave;
        }
        return ENDINGS.stream()
                .filter(ending -> event.endsWith(ending.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Action.other);
    }

    /** Registrations and callouts can be refused. */
    static Outcome outcome(String event) {
        return event.endsWith("_denied") || event.endsWith("_rejected") ? Outcome.denied : Outcome.success;
    }

    /** How somebody signed in; empty where the number isn't known. */
    static Optional<String> method(String loginType) {
        return Optional.ofNullable(METHODS.get(loginType));
    }

    static boolean isRecording(String event) {
        return event.startsWith("recording.") || event.contains(".recording_");
    }

    /** What the event is about, such as meeting or user. */
    static String family(String event) {
        int dot = event.indexOf('.');
        return dot < 0 ? event : event.substring(0, dot);
    }

    static Surface surface(String event) {
        boolean login = event.startsWith("user.signed_");
        boolean administers = ADMINISTRATION.contains(family(event)) || of(event) == Action.configure;
        return administers && !login ? Surface.admin : Surface.telehealth;
    }
}
