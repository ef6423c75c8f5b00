package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.clock.Due.BusinessDays;
import io.phiwatch.alerting.clock.Due.CalendarDays;
import io.phiwatch.alerting.clock.Due.DaysAfterYearEnd;
import io.phiwatch.alerting.clock.Due.Hours;
import io.phiwatch.alerting.clock.Law.Counted;
import io.phiwatch.alerting.clock.Law.Start;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of laws as it is written: time limits, sums of money and calendars of one jurisdiction. What it means is
 * {@link Law}, {@link Exposure} and {@link HolidayCalendar}.
 */
record LawFile(
        @Nullable List<Clock> clocks,
        @Nullable List<Money> exposures,
        @Nullable List<HolidayCalendar> calendars) {

    /** A time limit. */
    record Clock(
            String id,
            String title,
            String citation,
            URI source,
            LocalDate checked,
            String recipient,
            @Nullable Boolean byDefault,
            @Nullable List<String> places,
            @Nullable Counted counts,
            @Nullable Start start,
            @Nullable String after,
            @Nullable ZoneId zone,
            List<Limit> terms,
            @Nullable Integer extensionDays,
            @Nullable Boolean stoppedByLowProbability,
            @Nullable String notes) {

        Law law(Map<String, HolidayCalendar> calendars, String version) {
            required(Map.of("id", id, "title", title, "citation", citation, "recipient", recipient));
            List<String> where = Optional.ofNullable(places).orElse(List.of());
            return new Law(
                    id,
                    title,
                    citation,
                    source,
                    checked,
                    recipient,
                    Optional.ofNullable(byDefault).orElse(false),
                    where,
                    Optional.ofNullable(counts).orElse(where.isEmpty() ? Counted.everyone : Counted.residents),
                    Optional.ofNullable(start).orElse(Start.discovery),
                    after,
                    zone,
                    terms.stream().map(limit -> limit.term(calendars)).toList(),
                    Optional.ofNullable(extensionDays).orElse(0),
                    Optional.ofNullable(stoppedByLowProbability).orElse(false),
                    Optional.ofNullable(notes).orElse("").strip(),
                    version);
        }
    }

    /** How long, from how many people on; exactly one of the four ways to say how long. */
    record Limit(
            @Nullable Long atLeast,
            @Nullable Long moreThan,
            @Nullable Integer hours,
            @Nullable Integer calendarDays,
            @Nullable Integer businessDays,
            @Nullable String calendar,
            @Nullable Integer daysAfterYearEnd) {

        Law.Term term(Map<String, HolidayCalendar> calendars) {
            List<Due> dues = new ArrayList<>();
            Optional.ofNullable(hours).map(Hours::new).ifPresent(dues::add);
            Optional.ofNullable(calendarDays).map(CalendarDays::new).ifPresent(dues::add);
            Optional.ofNullable(daysAfterYearEnd).map(DaysAfterYearEnd::new).ifPresent(dues::add);
            if (businessDays != null) {
                HolidayCalendar holidays = calendars.get(Objects.requireNonNullElse(calendar, ""));
                if (holidays == null) {
                    throw new IllegalArgumentException("business_days: needs a calendar that is there");
                }
                dues.add(new BusinessDays(businessDays, holidays));
            }
            if (dues.size() != 1) {
                throw new IllegalArgumentException(
                        "terms: each has one of hours, calendar_days, business_days, days_after_year_end");
            }
            return new Law.Term(threshold(), dues.getFirst());
        }

        private long threshold() {
            if (atLeast != null && moreThan != null) {
                throw new IllegalArgumentException("terms: at_least or more_than, not both");
            }
            // A clock for nobody would never end.
            return moreThan != null ? moreThan + 1 : Objects.requireNonNullElse(atLeast, 1L);
        }
    }

    /** A range of money. */
    record Money(
            String id,
            String title,
            String citation,
            URI source,
            LocalDate checked,
            @Nullable List<String> places,
            @Nullable BigDecimal lowPerPerson,
            @Nullable BigDecimal highPerPerson,
            @Nullable BigDecimal floor,
            @Nullable BigDecimal cap,
            @Nullable String currency,
            @Nullable String notes) {

        Exposure exposure() {
            return new Exposure(
                    id,
                    title,
                    citation,
                    source,
                    checked,
                    Optional.ofNullable(places).orElse(List.of()),
                    orZero(lowPerPerson),
                    orZero(highPerPerson),
                    orZero(floor),
                    orZero(cap),
                    Objects.requireNonNullElse(currency, "USD"),
                    Optional.ofNullable(notes).orElse("").strip());
        }

        private static BigDecimal orZero(@Nullable BigDecimal sum) {
            return Objects.requireNonNullElse(sum, BigDecimal.ZERO);
        }
    }

    private static void required(Map<String, String> texts) {
        texts.forEach((key, text) -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException(key + ": must not be empty");
            }
        });
    }
}
