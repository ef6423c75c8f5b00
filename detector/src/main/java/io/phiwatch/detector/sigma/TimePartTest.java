package io.phiwatch.detector.sigma;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Passes a point in time of which one part, in UTC, passes the test of its number. */
record TimePartTest(Part part, CompareTest number) implements ValueTest {
    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    /** A part of a date, with the numbers that it can be. */
    enum Part {
        MINUTE(ChronoField.MINUTE_OF_HOUR, 0, 59),
        HOUR(ChronoField.HOUR_OF_DAY, 0, 23),
        DAY(ChronoField.DAY_OF_MONTH, 1, 31),
        WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1, 53),
        MONTH(ChronoField.MONTH_OF_YEAR, 1, 12),
        YEAR(ChronoField.YEAR, 1, 9999);

        private final TemporalField field;
        private final int min;
        private final int max;

        Part(TemporalField field, int min, int max) {
            this.field = field;
            this.min = min;
            this.max = max;
        }

        boolean allows(BigDecimal number) {
            return number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
        }

        /** Such as {@code 0 to 23}. */
        String range() {
            return min + " to " + max;
        }
    }

    @Override
    public boolean test(@Nullable Object value) {
        OffsetDateTime time = time(value);
        return time != null && number.test(time.getLong(part.field));
    }

    /** A time, text of ISO 8601 with its offset, or a number of milliseconds since 1970; null for all else. */
    private static @Nullable OffsetDateTime time(@Nullable Object value) {
        try {
            return switch (value) {
                case null -> null;
                case Instant instant -> instant.atOffset(ZoneOffset.UTC);
                case Number number -> Instant.ofEpochMilli(number.longValue()).atOffset(ZoneOffset.UTC);
                case CharSequence text -> parse(text);
                default -> null;
            };
        } catch (DateTimeException e) {
            // text that is no time
            return null;
        }
    }

    private static OffsetDateTime parse(CharSequence text) {
        return OffsetDateTime.parse(text, WITH_OFFSET).withOffsetSameInstant(ZoneOffset.UTC);
    }
}
