package io.phiwatch.detector.context;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKind;
import io.phiwatch.schema.ReferenceKey;
import io.phiwatch.schema.ReferenceTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known beside one event, as it was recorded by a moment. Looked up when it is asked for, once. What is not known is
 * null or empty, never false. Not thread-safe.
 */
public final class Context {
    private static final Set<String> SOFTWARE =
            Set.of("app", "plugin", "theme", "core", "module", "package", "extension");
    /** Attributes that name who made what was installed. */
    private static final List<String> VENDORS = List.of("vendor", "app");

    private static final Set<ActorKind> IN_ROSTER = Set.of(ActorKind.staff, ActorKind.service, ActorKind.app);

    private final ReferenceTables tables;
    private final AccessEvent event;
    private final Moment moment;
    private boolean isPersonAsked;
    private @Nullable Person person;
    private boolean isApprovalAsked;
    private @Nullable Row approval;

    Context(ReferenceTables tables, AccessEvent event, Moment moment) {
        this.tables = tables;
        this.event = event;
        this.moment = moment;
    }

    /** When the event happened, which decides what is still valid. */
    AccessEvent event() {
        return event;
    }

    /** The person who did it; empty where the roster has none of that name. */
    Optional<Person> person() {
        String actor = event.getActorId();
        if (!isPersonAsked && actor != null && mayBeInRoster()) {
            person = Person.called(actor, event.getTenant(), staff(), moment).orElse(null);
        }
        isPersonAsked = true;
        return Optional.ofNullable(person);
    }

    /** Whether the person who did it is in the roster; null where there is no roster, and for patients. */
    @Nullable
    Boolean isPersonKnown() {
        return (mayBeInRoster() && isLoaded(ReferenceTable.staff)) ? person().isPresent() : null;
    }

    private boolean mayBeInRoster() {
        return event.getActorId() != null && IN_ROSTER.contains(event.getActorKind());
    }

    /** Whether the person's training was valid. */
    @Nullable
    Boolean isTrained() {
        boolean isTold = Person.tellsTraining(tables, event.getTenant(), moment);
        return person().map(known -> known.isTrained(event.getEventTime(), isTold))
                .orElse(null);
    }

    /** The approval that covers the event as a change. */
    Optional<Row> approval() {
        if (!isApprovalAsked) {
            Table approvals = tables.table(ReferenceTable.approvals);
            approval = Approvals.covering(event, approvals.rows(event.getTenant(), moment))
                    .orElse(null);
        }
        isApprovalAsked = true;
        return Optional.ofNullable(approval);
    }

    /** Whether an approval covers the event; null where there is no table of approvals. */
    @Nullable
    Boolean isApproved() {
        return approval().isPresent() ? Boolean.TRUE : missing(ReferenceTable.approvals);
    }

    /** Whether somebody else approved than who asked and who did it; null where the approval doesn't say who. */
    @Nullable
    Boolean isApprovedByOther() {
        String by = approval().map(row -> row.text("approved_by")).orElse(null);
        if (by == null) {
            return null;
        }
        String asked = approval().map(row -> row.text("requested_by")).orElse(null);
        Set<String> approver = names(by);
        return Stream.of(Stream.ofNullable(asked), Stream.ofNullable(event.getActorId()))
                .flatMap(names -> names)
                .noneMatch(approver::contains);
    }

    /**
     * Whether rights that were given to the person for a time are valid; null where none ever were, and where the table
     * cannot say.
     */
    @Nullable
    Boolean isAccessActive() {
        String actor = event.getActorId();
        if (actor == null || !isLoaded(ReferenceTable.approvals)) {
            return null;
        }
        Set<String> person = names(actor);
        List<Row> given = tables.table(ReferenceTable.approvals)
                .rowsEver(event.getTenant(), moment)
                .filter(row -> Approvals.givesAccess(row, person))
                .toList();
        return given.isEmpty() ? null : Boolean.valueOf(given.stream().anyMatch(row -> !row.isOver()));
    }

    private Set<String> names(String name) {
        return Person.called(name, event.getTenant(), staff(), moment)
                .map(Person::names)
                .orElse(Set.of(name));
    }

    /** The host that data was sent to. */
    Optional<Row> destination() {
        return Optional.ofNullable(event.getDestinationHost())
                .flatMap(host -> tables.table(ReferenceTable.destinations).row(event.getTenant(), host, moment))
                .filter(row -> !row.isOver());
    }

    /** What a column of the destination says; false for a host that the table doesn't have. */
    @Nullable
    Boolean isDestination(String column) {
        if (event.getDestinationHost() == null) {
            return null;
        }
        return destination().isPresent() ? destination().get().truth(column) : missing(ReferenceTable.destinations);
    }

    /** Names of the vendor of what was installed, or of where data went; none where the event tells of none. */
    private List<String> vendorNames() {
        boolean isSoftware = event.getObjectType() != null && SOFTWARE.contains(event.getObjectType());
        List<String> names = new ArrayList<>();
        for (String attribute : VENDORS) {
            String name = event.getAttributes().get(attribute);
            if (name != null) {
                names.add(name);
            }
        }
        destination().map(row -> row.text("vendor")).ifPresent(names::add);
        if (isSoftware && event.getObjectId() != null) {
            names.add(event.getObjectId());
        }
        return names;
    }

    /** The vendor of what was installed, or of where data went. */
    Optional<Row> vendor() {
        return vendorNames().stream()
                .flatMap(name ->
                        tables.table(ReferenceTable.vendors).rowCalled(event.getTenant(), name, moment).stream())
                .filter(row -> !row.isOver())
                .findFirst();
    }

    /** Whether the table has the vendor; null where the event tells of none. */
    @Nullable
    Boolean isVendorKnown() {
        if (vendorNames().isEmpty()) {
            return null;
        }
        return vendor().isPresent() ? Boolean.TRUE : missing(ReferenceTable.vendors);
    }

    /** Whether the vendor has an assessment that was done and has not run out. */
    @Nullable
    Boolean isVendorAssessed() {
        return vendor().map(this::isAssessed).orElseGet(this::isVendorKnown);
    }

    /** Whole days until the vendor's assessment or agreement ends, negative after it; null where no end is known. */
    @Nullable
    Long vendorDaysLeft() {
        return vendor().flatMap(row -> row.time("valid_until"))
                .map(until -> Duration.between(event.getEventTime(), until).toDays())
                .orElse(null);
    }

    private Boolean isAssessed(Row vendor) {
        boolean isDone = vendor.time("assessed_at")
                .map(time -> !time.isAfter(event.getEventTime()))
                .orElse(vendor.is("status", "assessed") || vendor.is("status", "approved"));
        boolean isOver = vendor.time("valid_until")
                .map(until -> !event.getEventTime().isBefore(until))
                .orElse(false);
        return isDone && !isOver && !vendor.is("status", "rejected") && !vendor.is("status", "expired");
    }

    /** Kinds of the relations that the person has with the patients; empty also where it isn't known. */
    List<String> relations() {
        return event.getPatients().stream()
                .flatMap(this::relations)
                .flatMap(row -> Stream.ofNullable(row.text("kind")))
                .distinct()
                .toList();
    }

    /** The patients that the person has no relation with; null where it isn't known, and for who is no staff. */
    @Nullable
    List<String> unrelated() {
        if (event.getActorKind() != ActorKind.staff
                || event.getActorId() == null
                || event.getPatients().isEmpty()) {
            return null;
        }
        if (!isLoaded(ReferenceTable.relationships)
                && tables.table(ReferenceTable.relationships).size() == 0) {
            return null;
        }
        List<String> unrelated = event.getPatients().stream()
                .distinct()
                .filter(patient -> relations(patient).findAny().isEmpty())
                .toList();
        return unrelated.isEmpty() || isLoaded(ReferenceTable.relationships) ? unrelated : null;
    }

    private Stream<Row> relations(String patient) {
        String actor = event.getActorId();
        if (actor == null) {
            return Stream.empty();
        }
        Table relations = tables.table(ReferenceTable.relationships);
        return names(actor).stream()
                .flatMap(name ->
                        relations.row(event.getTenant(), name + ReferenceKey.SEPARATOR + patient, moment).stream())
                .filter(row -> !row.isOver());
    }

    /** Flags of the patients. */
    List<String> flags() {
        return flagged().flatMap(row -> row.list("flags").stream()).distinct().toList();
    }

    /** Whether any of the patients has a flag. */
    @Nullable
    Boolean isFlagged() {
        if (event.getPatients().isEmpty()) {
            return null;
        }
        return flags().isEmpty() ? missing(ReferenceTable.flags) : Boolean.TRUE;
    }

    /** Whether the person is one of the patients; null where the roster doesn't say which patient the person is. */
    @Nullable
    Boolean isOwnRecord() {
        return ownPatient().map(event.getPatients()::contains).orElse(null);
    }

    /** Whether one of the patients lives with the person; null where either household isn't known. */
    @Nullable
    Boolean isOwnHousehold() {
        Optional<String> own = ownPatient()
                .flatMap(patient -> tables.table(ReferenceTable.flags).rowCalled(event.getTenant(), patient, moment))
                .map(row -> row.text("household"));
        List<String> households = flagged()
                .flatMap(row -> Stream.ofNullable(row.text("household")))
                .toList();
        return (own.isEmpty() || households.isEmpty()) ? null : Boolean.valueOf(households.contains(own.get()));
    }

    private Optional<String> ownPatient() {
        return event.getPatients().isEmpty()
                ? Optional.empty()
                : person().map(known -> known.row().text("patient"));
    }

    private Stream<Row> flagged() {
        return event.getPatients().stream()
                .flatMap(patient ->
                        tables.table(ReferenceTable.flags).rowCalled(event.getTenant(), patient, moment).stream())
                .filter(row -> !row.isOver());
    }

    /** False where the table is loaded, so that what it doesn't have is missing; else unknown. */
    private @Nullable Boolean missing(ReferenceTable table) {
        return isLoaded(table) ? Boolean.FALSE : null;
    }

    private boolean isLoaded(ReferenceTable table) {
        return tables.table(table).isLoaded(event.getTenant(), moment);
    }

    private Table staff() {
        return tables.table(ReferenceTable.staff);
    }
}
