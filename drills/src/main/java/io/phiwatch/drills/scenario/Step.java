package io.phiwatch.drills.scenario;

import io.phiwatch.schema.Environment;
import java.time.Duration;
import java.util.Map;

/**
 * One payload, or the same one again and again. Immutable.
 *
 * @param template {@code platform/name}, a file beside the drills
 * @param at when the first is sent, counted from the drill's beginning; before it for what has to be there already
 * @param times how often
 * @param every how long from one to the next
 * @param isHistory whether it is ordinary life of the days before, left out where there is one already
 * @param environment kind of the source that sends it
 * @param with values that the template asks for, by name; may hold placeholders themselves
 */
public record Step(
        String template,
        Duration at,
        int times,
        Duration every,
        boolean isHistory,
        Environment environment,
        Map<String, String> with) {
    public Step {
        if (times < 1) {
            throw new IllegalArgumentException(template + ": times must be >= 1");
        }
        with = Map.copyOf(with);
    }

    Step faster(double speed) {
        return new Step(template, part(at, speed), times, part(every, speed), isHistory, environment, with);
    }

    private static Duration part(Duration whole, double speed) {
        return Duration.ofMillis((long) (whole.toMillis() / speed));
    }

    /** The platform whose payload it is. */
    public String platform() {
        return template.substring(0, template.indexOf('/'));
    }
}
