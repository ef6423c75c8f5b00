package io.phiwatch.detector.behavior;

import io.phiwatch.schema.AccessEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logins of one actor that succeeded. Each login is compared with the nearest earlier one by event time, so that a short
 * disorder changes nothing. Every login is recorded, one that looks impossible too: the next login of the real user may
 * then look impossible as well, and joins the same incident.
 *
 * @param count all logins
 * @param recent the latest logins by event time, oldest first, at most {@value #MOST_RECENT}
 * @param countries countries ever seen, at most {@value #MOST_KNOWN}, the one seen longest ago goes
 * @param devices hashes of the devices ever seen, bounded likewise
 */
public record LoginProfile(long count, List<Login> recent, List<String> countries, List<Long> devices) {
    static final LoginProfile EMPTY = new LoginProfile(0, List.of(), List.of(), List.of());

    private static final int MOST_RECENT = 8;
    private static final int MOST_KNOWN = 16;
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /** Logins in the same second say nothing of speed; a second is the resolution of many logs. */
    private static final long SHORTEST_MILLIS = 1_000;

    public LoginProfile {
        recent = List.copyOf(recent);
        countries = List.copyOf(countries);
        devices = List.copyOf(devices);
    }

    /** Whether the event is one that profiles learn from. */
    public static boolean learnsFrom(AccessEvent event) {
        return Login.isOne(event);
    }

    /**
     * A login, recorded and compared.
     *
     * @param profile the profile with the login in it
     * @param facts how the login compares with those before it
     */
    public record Step(LoginProfile profile, LoginFacts facts) {}

    /** The profile of an actor, null for a new one, with one more login. */
    public static Step next(@Nullable LoginProfile stored, AccessEvent event, Countries geography) {
        LoginProfile profile = stored == null ? EMPTY : stored;
        Login login = Login.of(event);
        return new Step(profile.with(login), profile.compare(login, geography));
    }

    private LoginFacts compare(Login login, Countries geography) {
        Login before = recent.stream()
                .filter(earlier -> earlier.time() <= login.time() && earlier.event() != login.event())
                .reduce((first, second) -> second)
                .orElse(null);
        Double distance = before == null ? null : geography.distanceKm(before.country(), login.country());
        return new LoginFacts(
                count,
                distance,
                distance == null || before == null ? null : distance / hours(before, login),
                (login.country() == null || count == 0) ? null : !countries.contains(login.country()),
                before == null ? null : geography.isBeyondBorder(before.country(), login.country()),
                (login.device() == null || count == 0) ? null : !devices.contains(login.device()),
                before == null ? null : before.network());
    }

    private static double hours(Login before, Login login) {
        return Math.max(SHORTEST_MILLIS, login.time() - before.time()) / MILLIS_PER_HOUR;
    }

    private LoginProfile with(Login login) {
        if (recent.stream().anyMatch(known -> known.event() == login.event())) {
            return this;
        }
        List<Login> logins = new ArrayList<>(recent);
        logins.add(login);
        logins.sort(Comparator.comparingLong(Login::time).thenComparingLong(Login::event));
        return new LoginProfile(
                count + 1,
                latest(logins, MOST_RECENT),
                seen(countries, login.country()),
                seen(devices, login.device()));
    }

    private static <T> List<T> seen(List<T> known, @Nullable T value) {
        if (value == null) {
            return known;
        }
        List<T> seen = new ArrayList<>(known.size() + 1);
        known.stream().filter(other -> !Objects.equals(other, value)).forEach(seen::add);
        seen.add(value);
        return latest(seen, MOST_KNOWN);
    }

    private static <T> List<T> latest(List<T> values, int most) {
        return values.size() <= most ? values : values.subList(values.size() - most, values.size());
    }
}
