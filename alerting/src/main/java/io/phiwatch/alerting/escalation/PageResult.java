package io.phiwatch.alerting.escalation;

import io.phiwatch.schema.Escalation;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Paging;
import java.util.Map;
import java.util.Set;

/** What a sink reported of a page. */
record PageResult(String sink, String code, String outcome, String notificationId, String route, String step) {
    private static final Set<String> FAILURES = Set.of("failed", "refused");

    static PageResult of(IncidentCommand command) {
        Map<String, String> details = command.getDetails();
        return new PageResult(
                details.getOrDefault("sink", ""),
                details.getOrDefault("reason_code", "unknown"),
                details.getOrDefault("outcome", ""),
                details.getOrDefault("notification_id", ""),
                details.getOrDefault("route", ""),
                details.getOrDefault("step", ""));
    }

    boolean isFailure() {
        return FAILURES.contains(outcome);
    }

    /** Whether it is about the step that the escalation took last. */
    boolean isOf(Paging paging, Escalation escalation) {
        return paging.getNotification().getNotificationId().equals(notificationId)
                && escalation.getRoute().equals(route)
                && Integer.toString(escalation.getNextStep() - 1).equals(step);
    }
}
