package io.phiwatch.alerting.suppress;

import io.phiwatch.schema.Alert;
import io.phiwatch.schema.ScopedException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a scoped exception covers, and when. Never more than it names: where an alert tells too little, it does not hold. */
public final class ExceptionScope {
    private ExceptionScope() {}

    /** Key of an exception on its topic. */
    public static String key(ScopedException exception) {
        return prefix(exception.getTenant()) + exception.getExceptionId();
    }

    /** What the keys of all exceptions of a tenant start with. */
    public static String prefix(String tenant) {
        return tenant + '|';
    }

    /** Whether the exception is in force: begun, not over, not taken back, and approved where that is needed. */
    public static boolean isInForce(ScopedException exception, Instant at) {
        Instant ended = exception.getEndedAt();
        Instant approved = exception.getApprovedAt();
        return !at.isBefore(exception.getValidFrom())
                && at.isBefore(exception.getValidUntil())
                && (ended == null || at.isBefore(ended))
                && (!exception.getApprovalNeeded() || (approved != null && !at.isBefore(approved)));
    }

    /** Whether the exception covers an alert. */
    public static boolean covers(ScopedException exception, Alert alert) {
        return exception.getTenant().equals(alert.getTenant())
                && isAnyOr(exception.getRuleName(), alert.getRuleName())
                && isAnyOr(exception.getEntityKind(), alert.getEntityKind())
                && isAnyOr(exception.getEntityId(), alert.getEntityId())
                && exception.getFields().entrySet().stream()
                        .allMatch(field -> hasOnly(alert, field.getKey(), field.getValue()));
    }

    private static boolean isAnyOr(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    /** An alert over two hosts of which one is excepted is not covered. */
    private static boolean hasOnly(Alert alert, String field, String value) {
        if (Objects.equals(alert.getGroup().get(field), value)) {
            return true;
        }
        List<String> traces = alert.getTraces().getOrDefault(field, List.of());
        return !traces.isEmpty() && traces.stream().allMatch(value::equals);
    }
}
