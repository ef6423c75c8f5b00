package io.phiwatch.ingest.privacy;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.ExerciseId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark that makes a delivery part of an exercise: a keyed code over the exercise, its end, the source and the body,
 * made ahead of time by whoever holds this installation's token key. A sender has no such key, and a mark fits no other
 * body. Thread-safe.
 */
public final class ExerciseMarks {
    /** Header of a delivery: {@code ID;END;CODE}, the end in seconds of the epoch. */
    public static final String HEADER = "X-Phiwatch-Exercise";

    private static final Pattern FORM = Pattern.compile("([^;]{1,40});(\\d{1,12});([0-9a-f]{32})");

    private final Tokens tokens;

    public ExerciseMarks(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The header of a delivery of an exercise.
     *
     * @param until when the exercise is over; a delivery that comes later is real
     * @throws IllegalArgumentException if the id is none
     */
    public Map<String, String> sign(String exercise, Instant until, Source source, byte[] body) {
        if (!ExerciseId.isValid(exercise)) {
            throw new IllegalArgumentException("exercise id: must be ex- and letters and digits");
        }
        long end = until.getEpochSecond();
        return Map.of(HEADER, exercise + ';' + end + ';' + code(exercise, end, source, body));
    }

    /** The exercise that a delivery belongs to; empty where it has no mark, or one that does not fit. */
    public Optional<String> of(Delivery delivery, Source source) {
        Matcher mark = FORM.matcher(delivery.header(HEADER).orElse(""));
        if (!mark.matches() || !ExerciseId.isValid(mark.group(1))) {
            return Optional.empty();
        }
        long end = Long.parseLong(mark.group(2));
        String expected = code(mark.group(1), end, source, delivery.body());
        boolean fits = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), mark.group(3).getBytes(StandardCharsets.US_ASCII));
        return fits && delivery.received().getEpochSecond() <= end ? Optional.of(mark.group(1)) : Optional.empty();
    }

    private String code(String exercise, long end, Source source, byte[] body) {
        return tokens.exerciseCode(exercise + '|' + end + '|' + source.tenant() + '|' + source.id(), body);
    }
}
