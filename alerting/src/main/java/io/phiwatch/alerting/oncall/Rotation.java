package io.phiwatch.alerting.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * People who take turns. Turns change at a time of day in the zone of the hours, also where a day has 23 or 25 hours.
 *
 * @param users in the order of their turns
 * @param start day of the first turn; nobody is on call before it
 * @param handover time of day at which turns change
 * @param days length of a turn
 * @param hours when the rotation counts
 */
public record Rotation(List<String> users, LocalDate start, LocalTime handover, int days, Hours hours) {
    public Rotation {
        users = List.copyOf(users);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("users: must not be empty");
        }
        if (days < 1) {
            throw new IllegalArgumentException("turn: must be a day or longer");
        }
    }

    /** Whose turn it is; empty outside of the hours and before the start. */
    public Optional<String> onCall(Instant at) {
        if (!hours.contains(at)) {
            return Optional.empty();
        }
        ZonedDateTime local = at.atZone(hours.zone());
        boolean isBeforeHandover = local.toLocalTime().isBefore(handover);
        LocalDate day = local.toLocalDate().minusDays(isBeforeHandover ? 1 : 0);
        long passed = ChronoUnit.DAYS.between(start, day);
        if (passed < 0) {
            return Optional.empty();
        }
        return Optional.of(users.get((int) (passed / days % users.size())));
    }
}
