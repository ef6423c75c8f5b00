package io.phiwatch.ingest.adapter.zoom;

import io.phiwatch.ingest.adapter.ClearText;
import io.phiwatch.ingest.adapter.EventDraft;
import io.phiwatch.schema.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An operation of an administrator. Zoom tells it in words: {@code Security - Sign in with Two-Factor Authentication:
 * from On to Off}, {@code Change Role - ann@example.org: from Member to Admin}.
 *
 * @param verb what was done, in Zoom's word
 * @param category kind of thing that it was done to
 * @param section first part of the detail
 * @param subject the setting or the person
 * @param from value before; empty where the detail doesn't say
 * @param to value after; empty where the detail doesn't say
 */
record ZoomOperation(String verb, String category, String section, String subject, String from, String to) {
    private static final String DASH = " - ";
    private static final String FROM = ": from ";
    private static final String SET = ": set to ";
    private static final String TO = " to ";
    /** Roles without rights over others. */
    private static final Set<String> PLAIN = Set.of("user", "member", "basic");

    private static final List<Map.Entry<String, Action>> VERBS = List.of(
            Map.entry("download", Action.download),
            Map.entry("export", Action.export),
            Map.entry("view", Action.read),
            Map.entry("add", Action.create),
            Map.entry("create", Action.create),
            Map.entry("delete", Action.delete),
            Map.entry("update", Action.update));

    /** Categories that hold things rather than settings. */
    private static final Set<String> THINGS = Set.of("user", "recording", "meeting", "webinar", "contact");

    static ZoomOperation of(String verb, String category, String detail) {
        int dash = detail.indexOf(DASH);
        String section = dash < 0 ? detail : detail.substring(0, dash);
        String rest = dash < 0 ? "" : detail.substring(dash + DASH.length());
        int from = rest.indexOf(FROM);
        int to = from < 0 ? -1 : rest.indexOf(TO, from + FROM.length());
        if (to >= 0) {
            return new ZoomOperation(
                    verb,
                    category,
                    section.strip(),
                    rest.substring(0, from).strip(),
                    rest.substring(from + FROM.length(), to).strip(),
                    rest.substring(to + TO.length()).strip());
        }
        int set = rest.indexOf(SET);
        return new ZoomOperation(
                verb,
                category,
                section.strip(),
                set < 0 ? "" : rest.substring(0, set).strip(),
                "",
                set < 0 ? rest.strip() : rest.substring(set + SET.length()).strip());
    }

    Action action() {
        if (isRoleChange()) {
            return isPlain(to) && !isPlain(from) ? Action.revoke : Action.grant;
        }
        if (isSecondFactor()) {
            return Action.mfa_change;
        }
        if (!THINGS.contains(category.toLowerCase(Locale.ROOT))) {
            return Action.configure;
        }
        String lower = verb.toLowerCase(Locale.ROOT);
        return VERBS.stream()
                .filter(known -> lower.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Action.other);
    }

    private static boolean isPlain(String role) {
        return PLAIN.contains(role.toLowerCase(Locale.ROOT));
    }

    private boolean isRoleChange() {
        return section.equalsIgnoreCase("Change Role");
    }

    private boolean isSecondFactor() {
        return subject.toLowerCase(Locale.ROOT).contains("two-factor");
    }

    /** Address of the person that it was about; empty where it was about nobody. */
    String person() {
        return Arrays.stream((section + ' ' + subject + ' ' + to).split("\\s", -1))
                .filter(word -> word.indexOf('@') > 0)
                .findFirst()
                .orElse("");
    }

    /** Category and verb, such as {@code user-group/update}. */
    String label() {
        return ClearText.label(category).orElse("other")
                + '/'
                + ClearText.label(verb).orElse("other");
    }

    /** Names the role or the setting; of values only switches, since others can be anything. */
    void describe(EventDraft draft) {
        boolean off = to.equalsIgnoreCase("off");
        if (isRoleChange()) {
            draft.attribute("role", ClearText.label(to));
            return;
        }
        if (isSecondFactor()) {
            draft.attributes.put("mfa", off ? "disabled" : "enabled");
        }
        if (subject.indexOf('@') < 0) {
            draft.attribute("setting", ClearText.label(subject));
            if (off || to.equalsIgnoreCase("on")) {
                draft.attributes.put("value", off ? "off" : "on");
            }
        }
    }
}
