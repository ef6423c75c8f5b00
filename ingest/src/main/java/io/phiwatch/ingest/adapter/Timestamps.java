package io.phiwatch.ingest.adapter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as APIs write them: leniently, UTC where no zone is told. */
public final class Timestamps {
    private static final int LONGEST = 40;
    /** Larger numbers are milliseconds: as seconds they lie after the year 5000. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private Timestamps() {}

    /** ISO 8601, {@code 2026-03-01 12:00:00.000} in UTC, or seconds or milliseconds since 1970. */
    public static Optional<Instant> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        return JsonPayload.time(text).or(() -> other(text));
    }

    private static Optional<Instant> other(String text) {
        try {
            if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                long number = Long.parseLong(text);
                return Optional.of(
                        number > MOST_SECONDS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
            }
            return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | NumberFormatException noTime) {
            return Optional.empty();
        }
    }
}
