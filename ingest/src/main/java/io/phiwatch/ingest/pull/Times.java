package io.phiwatch.ingest.pull;

import io.phiwatch.ingest.adapter.JsonPayload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as APIs write them. */
final class Times {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int LONGEST = 40;
    /** Larger numbers are milliseconds: as seconds they lie after the year 5000. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private Times() {}

    /** ISO 8601, {@code 2026-03-01 12:00:00} in UTC, or seconds or milliseconds since 1970. */
    static Optional<Instant> parse(String text) {
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
            return Optional.of(LocalDateTime.parse(text.replace('T', ' '), TEXT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | NumberFormatException noTime) {
            return Optional.empty();
        }
    }

    /** Puts a time where a template names it. */
    static String fill(String template, Instant since) {
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        LocalDateTime utc = LocalDateTime.ofInstant(second, ZoneOffset.UTC);
        return template.replace("{since}", second.toString())
                .replace("{since:date}", utc.toLocalDate().toString())
                .replace("{since:text}", utc.format(TEXT).replace(" ", "%20"))
                .replace("{since:epoch}", Long.toString(second.getEpochSecond()));
    }
}
