package io.phiwatch.detector.match;

import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.MapFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When events happened, by the first of some fields that is there. A time is ISO 8601, with {@code T} or a blank between
 * date and time, UTC where it names no offset; or a number since 1970: seconds, milliseconds, microseconds or
 * nanoseconds, by its size. Immutable.
 */
public final class EventTimes {
    /** The fields that are looked at unless others are asked for. */
    public static final List<String> DEFAULT_FIELDS = List.of("event.time", "@timestamp", "timestamp", "time");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}([.][0-9]+)?");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);
    // as seconds, each of these is thousands of years away, so that a larger number counts a smaller unit
    private static final double MAX_SECONDS = 1e11;
    private static final double MAX_MILLIS = 1e14;
    private static final double MAX_MICROS = 1e17;
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;

    private final List<Fields.Accessor<Map<String, Object>>> fields;

    /** Times by those fields, dotted paths as rules write them. */
    public EventTimes(List<String> fields) {
        MapFields names = new MapFields();
        this.fields = fields.stream().map(names::accessor).toList();
    }

    /** The time of an event; null where none of the fields holds one. */
    public @Nullable Instant of(Map<String, Object> event) {
        for (Fields.Accessor<Map<String, Object>> field : fields) {
            Instant time = parse(field.get(event));
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static @Nullable Instant parse(@Nullable Object value) {
        try {
            return switch (value) {
                case Number number -> ofNumber(number.doubleValue());
                case String text ->
                    NUMBER.matcher(text).matches() ? ofNumber(Double.parseDouble(text)) : ofText(text.strip());
                case null -> null;
                default -> null;
            };
        } catch (DateTimeException e) {
            // another field may hold one
            return null;
        }
    }

    private static Instant ofText(String text) {
        TemporalAccessor time = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(time);
    }

    /** To the millisecond: what windows count in, and what a double still holds of a time. */
    private static Instant ofNumber(double number) {
        double size = Math.abs(number);
        double millis = size < MAX_SECONDS
                ? number * THOUSAND
                : size < MAX_MILLIS ? number : size < MAX_MICROS ? number / THOUSAND : number / MILLION;
        return Instant.ofEpochMilli(Math.round(millis));
    }
}
