package io.phiwatch.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Ids of exercises. An event of an exercise says so in its own id, which only ingest gives: so everything that points at
 * an event knows it, and no sender can set it.
 */
public final class ExerciseId {
    private static final Pattern FORM = Pattern.compile("ex-[a-z0-9]{4,32}");
    private static final String PREFIX = "ex-";
    private static final char SEPARATOR = '.';

    private ExerciseId() {}

    /** Whether that is one: {@code ex-} and letters and digits. */
    public static boolean isValid(String id) {
        return FORM.matcher(id).matches();
    }

    /** Id of an event of that exercise. */
    public static String mark(String exercise, String eventId) {
        return exercise + SEPARATOR + eventId;
    }

    /** The exercise that an event belongs to; empty for what is real. */
    public static Optional<String> of(String eventId) {
        int end = eventId.indexOf(SEPARATOR);
        return eventId.startsWith(PREFIX) && end > 0 ? Optional.of(eventId.substring(0, end)) : Optional.empty();
    }

    /** The exercise that all of these events belong to; empty where one of them is real. */
    public static Optional<String> ofAll(List<EventRef> events) {
        List<Optional<String>> exercises =
                events.stream().map(event -> of(event.getEventId())).distinct().toList();
        return exercises.size() == 1 ? exercises.getFirst() : Optional.empty();
    }
}
