package io.phiwatch.launcher.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scored record of an exercise. Immutable.
 *
 * @param id of the exercise, as incidents and findings carry it
 * @param began when the first payload was sent
 * @param ended when the last one was
 * @param refused payloads that ingest did not take
 * @param withPeople whether acknowledgement and containment count
 */
public record ExerciseRecord(
        String id,
        String drill,
        String script,
        Instant began,
        Instant ended,
        int sent,
        int refused,
        boolean withPeople,
        List<Line> lines) {
    public ExerciseRecord {
        lines = List.copyOf(lines);
    }

    /**
     * What became of one thing that had to be detected. Times count from the first payload to the incident, and from there
     * to what people did; null where it did not happen.
     *
     * @param incident its id; null where there is none
     */
    public record Line(
            String rule,
            @Nullable String entity,
            @Nullable String incident,
            @Nullable Duration detected,
            @Nullable Duration acknowledged,
            @Nullable Duration contained) {
        boolean isPassed(boolean withPeople) {
            return detected != null && (!withPeople || (acknowledged != null && contained != null));
        }
    }

    /** Everything taken, everything detected, and with people everything acknowledged and contained. */
    public boolean isPassed() {
        return refused == 0 && lines.stream().allMatch(line -> line.isPassed(withPeople));
    }

    /** One document; times are ISO 8601, durations seconds. */
    public ObjectNode json() {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("exercise", id)
                .put("drill", drill)
                .put("script", script)
                .put("passed", isPassed())
                .put("began", began.toString())
                .put("ended", ended.toString())
                .put("sent", sent)
                .put("refused", refused)
                .put("people", withPeople);
        lines.forEach(line -> json.withArray("/expected")
                .addObject()
                .put("rule", line.rule())
                .put("entity", line.entity())
                .put("incident", line.incident())
                .put("detected_seconds", seconds(line.detected()))
                .put("acknowledged_seconds", seconds(line.acknowledged()))
                .put("contained_seconds", seconds(line.contained())));
        return json;
    }

    /** For people; ends with a newline. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "exercise %s: %s by %s, %d payloads sent, %d refused%n",
                id,
                drill,
                script,
                sent,
                refused));
        lines.forEach(line -> text.append(String.format(
                Locale.ROOT,
                "  %-28s %-9s %-9s %s%n",
                line.rule(),
                line.detected() == null ? "MISSED" : "detected",
                words(line.detected()),
                Optional.ofNullable(line.incident()).orElse("")
                        + (withPeople
                                ? ", acknowledged " + words(line.acknowledged()) + ", contained "
                                        + words(line.contained())
                                : ""))));
        return text.append(isPassed() ? "passed" : "not passed")
                .append(System.lineSeparator())
                .toString();
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    private static String words(@Nullable Duration duration) {
        return duration == null ? "never" : "+" + duration.toSeconds() + "s";
    }
}
