package io.phiwatch.detector.behavior;

import io.phiwatch.detector.sigma.Profile;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What profiles say of an event that they count. */
public interface Behavior {
    /** How the subject of the event compares in a profile; null where that profile does not count the event. */
    @Nullable
    Comparison in(String profile);

    /** All comparisons, by the name of the profile; worth asking only where they are to be kept. */
    List<Comparison> all();

    /** What was told of an event that was kept. */
    static Behavior of(List<Comparison> comparisons) {
        return new Behavior() {
            @Override
            public @Nullable Comparison in(String profile) {
                return comparisons.stream()
                        .filter(one -> one.profile().name().equals(profile))
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public List<Comparison> all() {
                return comparisons;
            }
        };
    }

    /** Reads a field {@code behavior.PROFILE.FIELD}; null where that is the name of none. */
    static @Nullable Function<Behavior, @Nullable Object> field(String name) {
        int dot = name.lastIndexOf('.');
        if (!name.startsWith(Profile.PREFIX)
                || dot <= Profile.PREFIX.length()
                || !Profile.FIELDS.contains(name.substring(dot + 1))) {
            return null;
        }
        String profile = name.substring(Profile.PREFIX.length(), dot);
        String field = name.substring(dot + 1);
        return behavior -> {
            Comparison comparison = behavior.in(profile);
            return comparison == null ? null : comparison.field(field);
        };
    }
}
