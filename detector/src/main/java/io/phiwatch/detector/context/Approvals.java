package io.phiwatch.detector.context;

import io.phiwatch.schema.AccessEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which approval covers a change. It holds at the time of the event, was given and not withdrawn, is for the event's
 * environment or for any, and names what was changed: the object, its app, vendor or package, or the source; {@code *} stands
 * for any text. One that names no target covers the system that it names.
 */
final class Approvals {
    private static final Set<String> REFUSED = Set.of(
            "rejected", "refused", "denied", "declined", "cancelled", "canceled", "withdrawn", "revoked", "expired");
    private static final List<String> NAMING = List.of("app", "vendor", "package", "component", "repository");

    private Approvals() {}

    /** The approval that covers the event; rather one for this change than a standing one. */
    static Optional<Row> covering(AccessEvent event, Stream<Row> approvals) {
        return approvals
                .filter(Approvals::isGiven)
                .filter(approval -> covers(approval, event))
                .min(Comparator.comparing(Approvals::isStanding).thenComparing(Row::id));
    }

    static boolean isStanding(Row approval) {
        return Boolean.TRUE.equals(approval.truth("standing"));
    }

    /** Whether it gives rights for a time to a person of those names. */
    static boolean givesAccess(Row approval, Set<String> person) {
        return approval.is("kind", "access")
                && isGiven(approval)
                && (person.contains(String.valueOf(approval.text("requested_by")))
                        || approval.list("target").stream().anyMatch(person::contains));
    }

    /** Tickets that move on after their approval stay approved: who approved stays known. */
    private static boolean isGiven(Row approval) {
        String status = Objects.requireNonNullElse(approval.text("status"), "").toLowerCase(Locale.ROOT);
        return !REFUSED.contains(status) && (status.equals("approved") || approval.text("approved_by") != null);
    }

    private static boolean covers(Row approval, AccessEvent event) {
        String environment = approval.text("environment");
        if (environment != null
                && !environment.equalsIgnoreCase(event.getEnvironment().name())) {
            return false;
        }
        boolean isSystem = isSystem(approval, event);
        return approval.list("target").isEmpty()
                ? isSystem
                : (isSystem || isTicket(approval) || approval.text("system") == null)
                        && approval.list("target").stream()
                                .anyMatch(target -> names(event).anyMatch(name -> fits(target, name)));
    }

    private static boolean isSystem(Row approval, AccessEvent event) {
        return approval.is("system", event.getSourceId()) || approval.is("system", event.getSourcePlatform());
    }

    /** The system of a ticket is where the ticket is, and begins its id. */
    private static boolean isTicket(Row approval) {
        return approval.id().startsWith(approval.text("system") + ":");
    }

    private static Stream<String> names(AccessEvent event) {
        return Stream.of(
                        Stream.ofNullable(event.getObjectId()),
                        Stream.of(event.getSourceId()),
                        NAMING.stream()
                                .flatMap(name ->
                                        Stream.ofNullable(event.getAttributes().get(name))))
                .flatMap(Function.identity());
    }

    private static boolean fits(String pattern, String name) {
        String[] parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
        String text = name.toLowerCase(Locale.ROOT);
        if (parts.length == 1) {
            return text.equals(parts[0]);
        }
        String last = parts[parts.length - 1];
        if (!text.startsWith(parts[0]) || !text.endsWith(last)) {
            return false;
        }
        int from = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], from);
            if (found < 0) {
                return false;
            }
            from = found + parts[i].length();
        }
        return from + last.length() <= text.length();
    }
}
