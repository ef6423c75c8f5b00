package io.phiwatch.alerting.incident;

/**
 * Where an alert went, and how much of it was seen.
 *
 * @param ordinal incident of the entity that it belongs to
 * @param revision latest revision seen
 */
public record AlertPlace(int ordinal, int revision) {
    /** Both numbers in one long, for a store. */
    public long packed() {
        return ((long) ordinal << Integer.SIZE) | revision;
    }

    /** The reverse of {@link #packed()}. */
    public static AlertPlace of(long packed) {
        return new AlertPlace((int) (packed >>> Integer.SIZE), (int) packed);
    }
}
