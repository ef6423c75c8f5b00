package io.phiwatch.detector.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one part of a row, the one recorded last first. Immutable.
 *
 * <p>A later version replaces an earlier one from the time on from which it holds: before, the earlier one stays true. One
 * that says when the row ends leaves nothing after its end, whatever earlier ones said.
 *
 * @param versions none says what the one recorded before it says
 */
record History(List<Version> versions) {
    static final History NONE = new History(List.of());

    /** The oldest of more are forgotten: what says something new each day is known for a good year. */
    static final int MOST_VERSIONS = 400;

    private static final Comparator<Version> LAST_FIRST =
            Comparator.comparingLong(Version::recordedAt).reversed();

    History {
        versions = List.copyOf(versions);
    }

    /** With one version more; records may come in any order, and again. */
    History with(Version added) {
        // of the same time, the one that comes later in the topic goes first
        List<Version> sorted = new ArrayList<>(versions.size() + 1);
        sorted.add(added);
        sorted.addAll(versions);
        sorted.sort(LAST_FIRST);
        List<Version> changes = new ArrayList<>(sorted.size());
        for (int i = 0; i < sorted.size() && changes.size() < MOST_VERSIONS; i++) {
            boolean isRepeated = i + 1 < sorted.size() && sorted.get(i).says(sorted.get(i + 1));
            if (!isRepeated) {
                changes.add(sorted.get(i));
            }
        }
        return new History(changes);
    }

    /** What held at that time, or had ended by then; empty where it did not hold yet, or was not known. */
    Optional<Version> at(Moment moment) {
        return versions.stream()
                .filter(version -> version.recordedAt() <= moment.knownAt() && version.from() <= moment.time())
                .findFirst();
    }
}
