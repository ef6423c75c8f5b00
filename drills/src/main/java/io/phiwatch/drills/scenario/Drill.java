package io.phiwatch.drills.scenario;

import io.phiwatch.schema.Surface;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that goes wrong, told by one or more platforms, with its ground truth. Immutable.
 *
 * @param name of the rule that it is about; of a story a name of its own
 * @param description one line for people
 * @param surface where it happens
 * @param scripts the same thing as different platforms tell it; any one of them is the whole drill
 * @param after how long the company has to have lived before, where it is the company's habit that this stands out from;
 *     zero where it is no habit, or that of an account
 * @param expected what has to be detected; of a story the whole chain, in the order of time
 */
public record Drill(
        String name,
        String description,
        Surface surface,
        Duration after,
        List<Script> scripts,
        List<Expectation> expected) {
    public Drill {
        if (scripts.isEmpty() || expected.isEmpty()) {
            throw new IllegalArgumentException(name + ": needs platforms and what is expected");
        }
        scripts = List.copyOf(scripts);
        expected = List.copyOf(expected);
    }

    /** Whether several detections follow from each other. */
    public boolean isStory() {
        return expected.size() > 1;
    }

    /** The script of that name. */
    public Optional<Script> script(String name) {
        return scripts.stream().filter(script -> script.name().equals(name)).findFirst();
    }
}
