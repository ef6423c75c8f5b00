package io.phiwatch.ingest.privacy;

/**
 * A value that may be protected health information. It does not print; the only way out is {@link #reveal()}, which is
 * for the code that tokenises, seals or scans.
 *
 * @param <T> type of the value
 */
public final class Phi<T> {
    private final T value;

    private Phi(T value) {
        this.value = value;
    }

    public static <T> Phi<T> of(T value) {
        return new Phi<>(value);
    }

    /** The value in the clear. */
    public T reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Phi<?> that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
