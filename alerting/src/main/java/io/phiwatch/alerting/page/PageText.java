package io.phiwatch.alerting.page;

import io.phiwatch.alerting.page.Page.Facts;
import io.phiwatch.schema.NotificationReason;
import io.phiwatch.schema.Surface;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A page in words: the same for every sink that shows text. */
public final class PageText {
    private PageText() {}

    /** One line: level, what, where. */
    public static String subject(Page page) {
        Facts facts = page.facts();
        StringBuilder subject = new StringBuilder();
        if (facts.isExercise()) {
            subject.append("[EXERCISE] ");
        }
        subject.append('[')
                .append(facts.level().toString().toUpperCase(Locale.ROOT))
                .append("] ");
        if (page.incidents() > 1) {
            subject.append(page.incidents()).append(" incidents, the first: ");
        }
        subject.append(facts.title()).append(" (").append(facts.tenant());
        if (!facts.surfaces().isEmpty()) {
            subject.append(", ").append(surfaces(facts));
        }
        subject.append(')');
        if (page.isResend()) {
            subject.append(" - sent again, it may have reached you before");
        }
        return subject.toString();
    }

    /** Facts by their name, in the order in which they are shown. */
    public static Map<String, String> facts(Page page) {
        Facts facts = page.facts();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Incident", facts.incidentId());
        rows.put("Why", reason(facts.reason()));
        rows.put("Level", facts.level().toString());
        rows.put("Tenant", facts.tenant());
        if (!facts.surfaces().isEmpty()) {
            rows.put("Surfaces", surfaces(facts));
        }
        rows.put("Alerts", Long.toString(facts.alerts()));
        rows.put("Patients in one alert, at most", Long.toString(facts.patients()));
        if (facts.openedAt() != null) {
            rows.put("Opened", facts.openedAt().toString());
        }
        rows.put("Step", page.step().route() + ", " + page.step().number());
        if (page.heldSince() != null) {
            rows.put("Held back since", page.heldSince().toString());
        }
        if (!facts.ruleAuthors().isEmpty()) {
            rows.put("Rules by", String.join(", ", facts.ruleAuthors()));
        }
        return rows;
    }

    private static String surfaces(Facts facts) {
        return facts.surfaces().stream().map(Surface::toString).collect(Collectors.joining(", "));
    }

    private static String reason(NotificationReason reason) {
        return reason.toString().replace('_', ' ');
    }
}
