package io.phiwatch.drills.scenario;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A drill in the words of certain platforms. Immutable.
 *
 * @param name the platform that it is mostly about, such as {@code okta}
 */
public record Script(String name, List<Step> steps) {
    public Script {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException(name + ": has no steps");
        }
        steps = List.copyOf(steps);
    }

    /** Platforms that have to be configured as sources to play it. */
    public Set<String> platforms() {
        return steps.stream().map(Step::platform).collect(Collectors.toUnmodifiableSet());
    }

    /** The same with all times divided by that: windows of rules stay as long as they are. */
    public Script faster(double speed) {
        return new Script(name, steps.stream().map(step -> step.faster(speed)).toList());
    }

    /** Whether it stands out from a habit that its account has to have. */
    public boolean needsHistory() {
        return steps.stream().anyMatch(Step::isHistory);
    }

    /** From its beginning to the last thing sent. */
    public Duration length() {
        return steps.stream()
                .map(step -> step.at().plus(step.every().multipliedBy(step.times() - 1L)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
