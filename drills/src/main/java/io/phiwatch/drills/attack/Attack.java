package io.phiwatch.drills.attack;

import io.phiwatch.schema.Surface;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ground truth of one attack: what happens in the simulation, and which incident has to follow. Immutable.
 *
 * @param name of the scenario
 * @param rules names of the rules, any of which detects it
 * @param entityKind kind of the entity that the incident is about: {@code actor} or {@code route}
 * @param entityId login name of the staff account; null where the identity is not known outside of the detector
 * @param description one line for people
 * @param firstEvent when the first malicious event happens; preparations may come before
 * @param lastEvent when the last one happens
 */
public record Attack(
        String name,
        Set<String> rules,
        String entityKind,
        @Nullable String entityId,
        String description,
        Surface surface,
        Instant firstEvent,
        Instant lastEvent) {
    /** Kind of an entity that is a person's account. */
    public static final String ACTOR = "actor";

    /** Kind of an entity that is a page address. */
    public static final String ROUTE = "route";

    public Attack {
        rules = Set.copyOf(rules);
    }
}
