package io.phiwatch.ingest.adapter.mapped;

import io.phiwatch.ingest.adapter.JsonPayload;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** How a source writes times. Immutable. */
@FunctionalInterface
interface TimeFormat {
    /** Instant of a text; empty where it cannot be read. */
    Optional<Instant> parse(String text);

    /**
     * The format of a name ({@code iso}, {@code epoch_seconds}, {@code epoch_millis}) or of a pattern of {@link
     * DateTimeFormatter}.
     *
     * @param zone of times that tell none
     * @throws IllegalArgumentException if it is no pattern
     */
    static TimeFormat of(String format, ZoneId zone) {
        return switch (format) {
            case "iso" -> JsonPayload::time;
            case "epoch_seconds" -> text -> epoch(text, 3);
            case "epoch_millis" -> text -> epoch(text, 0);
            default -> pattern(DateTimeFormatter.ofPattern(format, Locale.ENGLISH), zone);
        };
    }

    private static TimeFormat pattern(DateTimeFormatter formatter, ZoneId zone) {
        return text -> {
            try {
                TemporalAccessor time = formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
                return Optional.of(
                        time instanceof ZonedDateTime zoned
                                ? zoned.toInstant()
                                : LocalDateTime.from(time).atZone(zone).toInstant());
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        };
    }

    private static Optional<Instant> epoch(String text, int shift) {
        boolean number = !text.isEmpty()
                && text.length() <= 24
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
        try {
            return number
                    ? Optional.of(Instant.ofEpochMilli(
                            new BigDecimal(text).movePointRight(shift).longValue()))
                    : Optional.empty();
        } catch (NumberFormatException severalDots) {
            return Optional.empty();
        }
    }
}
