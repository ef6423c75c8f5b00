package io.phiwatch.detector.context;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields {@code context.*} of an event: docs/rules.md says what each means. */
public final class ContextFields {
    /** What the names begin with. */
    public static final String PREFIX = "context.";

    /** Names without the prefix. */
    public static final Map<String, Function<Context, @Nullable Object>> ALL = Map.ofEntries(
            entry("staff.known", Context::isPersonKnown),
            entry("staff.id", ofPerson(person -> person.row().id())),
            entry("staff.status", ofPerson(person -> person.row().text("status"))),
            entry("staff.roles", ofPerson(person -> person.row().list("roles"))),
            entry("staff.country", ofPerson(person -> person.row().text("country"))),
            entry("staff.employed", ofPerson(Person::isEmployed)),
            entry("staff.training_valid", Context::isTrained),
            entry("staff.mfa_required", ofPerson(person -> person.row().truth("mfa_required"))),
            entry(
                    "staff.allowed_actions",
                    ofPerson(person -> listOrNull(person.row().list("allowed_actions")))),
            entry("staff.purpose_required", ofPerson(person -> person.row().truth("purpose_required"))),
            entry("access.active", Context::isAccessActive),
            entry("approval.covered", Context::isApproved),
            entry("approval.id", of(Context::approval, Row::id)),
            entry("approval.kind", of(Context::approval, row -> row.text("kind"))),
            entry("approval.standing", of(Context::approval, Approvals::isStanding)),
            entry("approval.status", of(Context::approval, row -> row.text("status"))),
            entry("approval.by_other", Context::isApprovedByOther),
            entry("vendor.known", Context::isVendorKnown),
            entry("vendor.id", of(Context::vendor, Row::id)),
            entry("vendor.status", of(Context::vendor, row -> row.text("status"))),
            entry("vendor.assessed", Context::isVendorAssessed),
            entry("vendor.days_left", Context::vendorDaysLeft),
            entry("destination.approved", context -> context.isDestination("approved")),
            entry("destination.phi_allowed", context -> context.isDestination("phi_allowed")),
            entry("destination.relation", of(Context::destination, row -> row.text("relation"))),
            entry("destination.vendor", of(Context::destination, row -> row.text("vendor"))),
            entry("relationship.found", context -> ofNullable(context.unrelated(), List::isEmpty)),
            entry("relationship.missing", Context::unrelated),
            entry("relationship.kinds", Context::relations),
            entry("patient.flagged", Context::isFlagged),
            entry("patient.flags", Context::flags),
            entry("patient.own", Context::isOwnRecord),
            entry("patient.household", Context::isOwnHousehold));

    private ContextFields() {}

    private static Function<Context, @Nullable Object> ofPerson(Function<Person, @Nullable Object> field) {
        return of(Context::person, field);
    }

    private static <T> Function<Context, @Nullable Object> of(
            Function<Context, Optional<T>> found, Function<T, @Nullable Object> field) {
        return context -> {
            T known = found.apply(context).orElse(null);
            return known == null ? null : field.apply(known);
        };
    }

    private static @Nullable List<String> listOrNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }

    private static <T> @Nullable Object ofNullable(@Nullable T value, Function<T, Object> field) {
        return value == null ? null : field.apply(value);
    }
}
