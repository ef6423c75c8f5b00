package io.phiwatch.drills.scenario;

import io.phiwatch.drills.source.Delivery.Fate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A drill in the words of certain platforms. Immutable.
 *
 * @param name the platform that it is mostly about, such as {@code okta}
 * @param silences times in which platforms say nothing
 */
public record Script(String name, List<Step> steps, List<Silence> silences) {
    public Script {
        if (steps.isEmpty() && silences.isEmpty()) {
            throw new IllegalArgumentException(name + ": has no steps");
        }
        steps = List.copyOf(steps);
        silences = List.copyOf(silences);
    }

    /** Platforms that have to be configured as sources to play it. */
    public Set<String> platforms() {
        return Stream.concat(
                        steps.stream().map(Step::platform), silences.stream().map(Silence::platform))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The same with all times divided by that: windows of rules stay as long as they are. */
    public Script faster(double speed) {
        return new Script(
                name,
                steps.stream().map(step -> step.faster(speed)).toList(),
                silences.stream().map(silence -> silence.faster(speed)).toList());
    }

    /** Whether it stands out from a habit that its account or source has to have. */
    public boolean needsHistory() {
        return steps.stream().anyMatch(Step::isHistory);
    }

    /** Whether it can be played by sending alone: nobody can keep a source from speaking, or lose what it sent. */
    public boolean isSendable() {
        return silences.isEmpty() && steps.stream().noneMatch(step -> step.fate() == Fate.LOST);
    }

    /** From its beginning to the last thing that happens. */
    public Duration length() {
        return Stream.concat(
                        steps.stream().map(step -> step.pace().last()),
                        silences.stream().map(Silence::end))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
