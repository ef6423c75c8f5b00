package io.phiwatch.drills.scenario;

import io.phiwatch.drills.source.Delivery.Fate;
import io.phiwatch.schema.Environment;
import java.time.Duration;
import java.util.Map;

/**
 * One payload, or the same one again and again. Immutable.
 *
 * @param template {@code platform/name}, a file beside the drills
 * @param pace when
 * @param part what it is to the drill
 * @param environment kind of the source that sends it
 * @param fate what becomes of it on its way
 * @param with values that the template asks for, by name; may hold placeholders themselves
 */
public record Step(
        String template, Pace pace, Part part, Environment environment, Fate fate, Map<String, String> with) {
    public Step {
        with = Map.copyOf(with);
    }

    /** What a step is to its drill. */
    public enum Part {
        /** What has to be detected, and what has to be there for it. */
        ATTACK,
        /** Ordinary life of the days before, left out where there is one already. */
        HISTORY,
        /** Ordinary life of the days before that nobody leads but for the drill. */
        OWN_HISTORY
    }

    /**
     * When a step happens.
     *
     * @param at when the first is sent, counted from the drill's beginning; before it for what has to be there already
     * @param times how often
     * @param every how long from one to the next
     */
    public record Pace(Duration at, int times, Duration every) {
        public Pace {
            if (times < 1) {
                throw new IllegalArgumentException("times must be >= 1");
            }
        }

        Pace faster(double speed) {
            return new Pace(part(at, speed), times, part(every, speed));
        }

        /** When the one of that number is sent, counted from the drill's beginning. */
        Duration of(int number) {
            return at.plus(every.multipliedBy(number));
        }

        /** When the last is sent, counted from the drill's beginning. */
        Duration last() {
            return of(times - 1);
        }

        private static Duration part(Duration whole, double speed) {
            return Duration.ofMillis((long) (whole.toMillis() / speed));
        }
    }

    Step faster(double speed) {
        return new Step(template, pace.faster(speed), part, environment, fate, with);
    }

    /** Whether it is ordinary life of the days before. */
    public boolean isHistory() {
        return part != Part.ATTACK;
    }

    /** When the first is sent, counted from the drill's beginning. */
    public Duration at() {
        return pace.at();
    }

    /** The platform whose payload it is. */
    public String platform() {
        return template.substring(0, template.indexOf('/'));
    }
}
