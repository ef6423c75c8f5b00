package io.phiwatch.launcher.config;

import io.phiwatch.alerting.oncall.Hours;
import io.phiwatch.alerting.oncall.Responder;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.alerting.oncall.Rotation;
import io.phiwatch.alerting.oncall.Schedule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code oncall}, and hours of the week wherever they stand. */
final class OnCallSections {
    Roster read(Section onCall) {
        List<Responder> responders = new ArrayList<>();
        for (Section section : onCall.sections("responders")) {
            String name = section.required("name");
            String role = section.text("role", "responder");
            var contacts = section.section("contacts").passthrough();
            section.rejectUnknown();
            section.made(() -> new Responder(name, role, contacts)).ifPresent(responders::add);
        }
        List<Schedule> schedules = new ArrayList<>();
        Set<String> names = responders.stream().map(Responder::name).collect(Collectors.toSet());
        for (Section section : onCall.sections("schedules")) {
            String name = section.required("name");
            List<Rotation> rotations = section.sections("rotations").stream()
                    .flatMap(rotation -> rotation(rotation, names).stream())
                    .toList();
            section.rejectUnknown();
            section.made(() -> new Schedule(name, rotations)).ifPresent(schedules::add);
        }
        onCall.rejectUnknown();
        return new Roster(responders, schedules);
    }

    private Optional<Rotation> rotation(Section section, Set<String> names) {
        List<String> users = section.texts("users");
        users.stream()
                .filter(user -> !names.contains(user))
                .forEach(user -> section.fault("users", "nobody is called " + user));
        Optional<LocalDate> start =
                parsed(section, "start", null, LocalDate::parse, "must be a day such as 2026-01-05");
        Optional<LocalTime> handover = time(section, "handover", "09:00");
        Duration turn = section.duration("turn", Duration.ofDays(7));
        if (!turn.equals(Duration.ofDays(turn.toDays())) || turn.isZero()) {
            section.fault("turn", "must be whole days, such as 1d or 7d");
        }
        Optional<Hours> hours = hours(section);
        section.rejectUnknown();
        return start.isEmpty() || handover.isEmpty() || hours.isEmpty()
                ? Optional.empty()
                : section.made(
                        () -> new Rotation(users, start.get(), handover.get(), (int) turn.toDays(), hours.get()));
    }

    /** The keys {@code zone}, {@code days}, {@code from} and {@code until} of a section: all hours by default. */
    Optional<Hours> hours(Section section) {
        Optional<ZoneId> zone =
                parsed(section, "zone", "UTC", ZoneId::of, "must be a time zone such as America/New_York");
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : section.texts("days")) {
            Optional<DayOfWeek> day = Stream.of(DayOfWeek.values())
                    .filter(known -> known.name()
                            .substring(0, 3)
                            .toLowerCase(Locale.ROOT)
                            .equals(text))
                    .findFirst();
            day.ifPresent(days::add);
            if (day.isEmpty()) {
                section.fault("days", "must be of mon, tue, wed, thu, fri, sat, sun");
            }
        }
        Optional<LocalTime> from = time(section, "from", "00:00");
        Optional<LocalTime> until = time(section, "until", "00:00");
        return zone.isEmpty() || from.isEmpty() || until.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hours(
                        zone.get(), days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days, from.get(), until.get()));
    }

    /** A required point in time with its offset from UTC. */
    static Optional<Instant> instant(Section section, String key) {
        return parsed(
                section,
                key,
                null,
                text -> OffsetDateTime.parse(text).toInstant(),
                "must be a time such as 2026-12-01T22:00:00Z");
    }

    private static Optional<LocalTime> time(Section section, String key, String otherwise) {
        return parsed(section, key, otherwise, LocalTime::parse, "must be a time such as 09:00");
    }

    private static <T> Optional<T> parsed(
            Section section,
            String key,
            @org.jspecify.annotations.Nullable String otherwise,
            Function<String, T> parser,
            String demand) {
        String text = otherwise == null ? section.required(key) : section.text(key, otherwise);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException e) {
            section.fault(key, demand);
            return Optional.empty();
        }
    }
}
