package io.phiwatch.alerting.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Order-independent ways to fold what alerts say into what their incident says. */
final class Folds {
    private Folds() {}

    static <T> List<T> union(Collection<T> known, Collection<T> more) {
        Set<T> all = new LinkedHashSet<>(known);
        all.addAll(more);
        return List.copyOf(all);
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
