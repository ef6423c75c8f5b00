package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.oncall.Hours;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages go to whom, one step after the other until somebody acknowledges.
 *
 * @param name letters, digits and dashes
 * @param rounds how often the steps are gone through
 * @param pause time between two rounds
 */
public record PageRoute(String name, Match match, List<Step> steps, int rounds, Duration pause) {
    public PageRoute {
        if (!name.matches("[a-z0-9-]{1,20}")) {
            throw new IllegalArgumentException("name: must be up to 20 letters, digits and dashes");
        }
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps: must not be empty");
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: must be > 0");
        }
    }

    /** Steps of all rounds. */
    int allSteps() {
        return steps.size() * rounds;
    }

    /** A step, counted from 1 over all rounds. */
    Step step(int number) {
        return steps.get((number - 1) % steps.size());
    }

    /** How long after the step before that step is due. */
    Duration waitBefore(int number) {
        boolean opensRound = (number - 1) % steps.size() == 0;
        return opensRound ? pause : step(number).after();
    }

    /**
     * A step.
     *
     * @param after how long after the step before; of no account for the first
     */
    public record Step(Duration after, List<Target> targets) {
        public Step {
            targets = List.copyOf(targets);
        }
    }

    /**
     * What a route is for; an empty set takes all.
     *
     * @param reasons why somebody is paged, as in {@code Notification.reason}
     * @param roles roles that are to be paged, such as legal; what is for whoever is on call has none
     * @param hours when the route counts; always where empty
     * @param outside whether it counts outside of the hours instead
     */
    public record Match(
            Set<Level> levels,
            Set<Surface> surfaces,
            Set<String> tenants,
            Set<String> reasons,
            Set<String> playbooks,
            Set<String> roles,
            Optional<Hours> hours,
            boolean outside) {
        public Match {
            levels = Set.copyOf(levels);
            surfaces = Set.copyOf(surfaces);
            tenants = Set.copyOf(tenants);
            reasons = Set.copyOf(reasons);
            playbooks = Set.copyOf(playbooks);
            roles = Set.copyOf(roles);
        }

        /** Everything. */
        public static Match all() {
            return new Match(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), false);
        }

        boolean takes(Notification notification, Instant at) {
            return has(levels, notification.getLevel())
                    && (surfaces.isEmpty()
                            || notification.getSurfaces().stream().anyMatch(surfaces::contains))
                    && has(tenants, notification.getTenant())
                    && has(reasons, notification.getReason().toString())
                    && hasNamed(playbooks, notification.getPlaybook())
                    && hasNamed(roles, notification.getRole())
                    && hours.map(known -> known.contains(at) != outside).orElse(true);
        }

        private static boolean hasNamed(Set<String> wanted, @Nullable String name) {
            return wanted.isEmpty() || (name != null && wanted.contains(name));
        }

        private static <T> boolean has(Set<T> wanted, T value) {
            return wanted.isEmpty() || wanted.contains(value);
        }
    }
}
