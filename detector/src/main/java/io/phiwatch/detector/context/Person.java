package io.phiwatch.detector.context;

import io.phiwatch.schema.ReferenceTable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member of staff as the roster has it, whichever name the event gives.
 *
 * @param row of the roster
 * @param others rows under the person's other names: a training system may know the mail address only
 */
record Person(Row row, List<Row> others) {
    private static final String TRAINING = "training_valid_until";

    Person {
        others = List.copyOf(others);
    }

    /** The person of that name; empty where the roster has none. */
    static Optional<Person> called(String name, String tenant, Table staff, Moment moment) {
        return staff.rowCalled(tenant, name, moment).filter(Row::isWhole).map(row -> {
            List<Row> others = names(row).stream()
                    .filter(other -> !other.equals(row.id()))
                    .flatMap(other -> staff.row(tenant, other, moment).stream())
                    .filter(other -> !other.isWhole())
                    .toList();
            return new Person(row, others);
        });
    }

    /** Every name that the person acts under. */
    Set<String> names() {
        return names(row);
    }

    private static Set<String> names(Row row) {
        Set<String> names = new LinkedHashSet<>(List.of(row.id()));
        names.addAll(row.list("aliases"));
        return names;
    }

    /** Whether employment has not ended. */
    boolean isEmployed() {
        return !row.isOver() && !row.is("status", "terminated");
    }

    /**
     * Whether a training is valid at that time.
     *
     * @param isTold whether the table tells of trainings at all
     * @return null where nobody's training is known
     */
    @Nullable
    Boolean isTrained(Instant time, boolean isTold) {
        return isTold
                ? Stream.concat(Stream.of(row), others.stream())
                        .flatMap(part -> part.time(TRAINING).stream())
                        .anyMatch(time::isBefore)
                : null;
    }

    static boolean tellsTraining(ReferenceTables tables, String tenant, Moment moment) {
        return tables.table(ReferenceTable.staff).tells(tenant, TRAINING, moment);
    }
}
