package io.phiwatch.schema;

/** Keys of {@link ReferenceRow}s. */
public final class ReferenceKey {
    /** Between member of staff and patient in the id of a relationship; stands in no token. */
    public static final char SEPARATOR = '|';

    private ReferenceKey() {}

    /** Tenant and id; with the part, where it is one. */
    public static String of(ReferenceRow row) {
        String key = row.getTenant() + SEPARATOR + row.getId();
        return row.getPart().isEmpty() ? key : key + SEPARATOR + row.getPart();
    }

    /** What decides on the partition: of a relationship its member of staff, as {@link ActorKey} has it. */
    public static String partitionedBy(ReferenceRow row) {
        if (!row.getTable().equals(ReferenceTable.relationships.name())) {
            return of(row);
        }
        int end = row.getId().indexOf(SEPARATOR);
        return row.getTenant()
                + SEPARATOR
                + (end < 0 ? row.getId() : row.getId().substring(0, end));
    }
}
