package io.phiwatch.detector.behavior;

import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.ActorKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logins of one actor that succeeded. Each login is compared with the nearest earlier one by event time, so that a short
 * disorder changes nothing. Every login is recorded, one that looks impossible too: the next login of the real user may
 * then look impossible as well, and joins the same incident.
 *
 * @param count all logins
 * @param recent the latest logins by event time, oldest first, at most {@value #MOST_RECENT}
 * @param seen how often each value of a feature was seen, at most {@value #MOST_KNOWN} values, the one seen longest ago goes
 * @param hours at which hours of the week
 * @param sessions into which sessions
 */
public record LoginProfile(
        long count, List<Login> recent, Map<LoginFeature, ValueCounts> seen, WeekHours hours, SessionLogins sessions) {
    static final LoginProfile EMPTY = new LoginProfile(0, List.of(), Map.of(), WeekHours.NONE, SessionLogins.NONE);

    private static final int MOST_RECENT = 8;
    private static final int MOST_KNOWN = 16;
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double MILLIS_PER_DAY = 24 * MILLIS_PER_HOUR;

    /** Logins in the same second say nothing of speed; a second is the resolution of many logs. */
    private static final long SHORTEST_MILLIS = 1_000;

    public LoginProfile {
        recent = List.copyOf(recent);
        seen = Map.copyOf(seen);
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
     * @param told what the tenant's population learns of it; null where the login was recorded before
     */
    public record Step(LoginProfile profile, LoginFacts facts, LoginPopulation.@Nullable Seen told) {}

    /**
     * The profile of an actor with one more login.
     *
     * @param stored null for a new actor
     * @param population logins of the tenant; null where nothing is known of them
     */
    public static Step next(
            @Nullable LoginProfile stored,
            AccessEvent event,
            Countries geography,
            @Nullable LoginPopulation population) {
        LoginProfile profile = stored == null ? EMPTY : stored;
        Login login = Login.of(event);
        Map<LoginFeature, Long> features = LoginFeature.of(event);
        LoginFacts facts = profile.compare(login, features, geography, population);
        if (profile.recent.stream().anyMatch(known -> known.event() == login.event())) {
            return new Step(profile, facts, null);
        }
        Map<String, Long> named = new HashMap<>();
        features.forEach((feature, value) -> named.put(feature.name(), value));
        return new Step(
                profile.with(login, features, profile.sessionsWith(event)),
                facts,
                new LoginPopulation.Seen(login.time(), named, profile.count == 0, ranked(event, facts)));
    }

    /** The risk where it takes part in the ranking, else negative: what cannot be alerted about uses up no budget. */
    private static double ranked(AccessEvent event, LoginFacts facts) {
        Double risk = facts.risk();
        return risk != null && event.getActorKind() == ActorKind.staff && facts.isUnfamiliar() ? risk : -1;
    }

    private LoginFacts compare(
            Login login, Map<LoginFeature, Long> features, Countries geography, @Nullable LoginPopulation population) {
        Login before = recent.stream()
                .filter(earlier -> earlier.time() <= login.time() && earlier.event() != login.event())
                .reduce((first, second) -> second)
                .orElse(null);
        Double distance = before == null ? null : geography.distanceKm(before.country(), login.country());
        Double risk = (population == null || count < LoginRisk.LEAST_LOGINS || population.users() == 0)
                ? null
                : Double.valueOf(LoginRisk.of(features, seen, count, population));
        return new LoginFacts(
                count,
                distance,
                distance == null || before == null ? null : distance / hours(before, login),
                isNew(LoginFeature.COUNTRY, features),
                before == null ? null : geography.isBeyondBorder(before.country(), login.country()),
                isNew(LoginFeature.DEVICE, features),
                before == null ? null : before.network(),
                isNew(LoginFeature.ASN, features),
                hours.score(login.time()),
                risk,
                (risk == null || population == null) ? null : population.weekly(risk),
                before == null ? null : (login.time() - before.time()) / MILLIS_PER_DAY);
    }

    private @Nullable Boolean isNew(LoginFeature feature, Map<LoginFeature, Long> login) {
        Long value = login.get(feature);
        return (value == null || count == 0)
                ? null
                : Boolean.valueOf(seen.getOrDefault(feature, ValueCounts.NONE).of(value) == 0);
    }

    private static double hours(Login before, Login login) {
        return Math.max(SHORTEST_MILLIS, login.time() - before.time()) / MILLIS_PER_HOUR;
    }

    private SessionLogins sessionsWith(AccessEvent login) {
        String session = login.getSessionId();
        return session == null
                ? sessions
                : sessions.with(session, login.getEventTime().toEpochMilli());
    }

    private LoginProfile with(Login login, Map<LoginFeature, Long> features, SessionLogins allSessions) {
        List<Login> logins = new ArrayList<>(recent);
        logins.add(login);
        logins.sort(Comparator.comparingLong(Login::time).thenComparingLong(Login::event));
        Map<LoginFeature, ValueCounts> counts = new EnumMap<>(LoginFeature.class);
        counts.putAll(seen);
        features.forEach((feature, value) -> {
            ValueCounts more = counts.getOrDefault(feature, ValueCounts.NONE).copy();
            more.add(value, MOST_KNOWN);
            counts.put(feature, more);
        });
        return new LoginProfile(
                count + 1,
                logins.size() <= MOST_RECENT ? logins : logins.subList(logins.size() - MOST_RECENT, logins.size()),
                counts,
                hours.with(login.time()),
                allSessions);
    }
}
