package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Logins of all accounts of a tenant that succeeded: what they came from, and how risky those were that may be alerted
 * about. Not thread-safe while it is added to.
 */
public final class LoginPopulation {
    private static final int VERSION = 1;

    /** Values of one feature; those seen longest ago go. */
    private static final int MOST_VALUES = 2_000;

    private static final Duration WEEK = Duration.ofDays(7);

    private final Map<LoginFeature, ValueCounts> values = new EnumMap<>(LoginFeature.class);
    private DecayingSketch risks = new DecayingSketch();
    private long users;
    private long logins;
    private long since = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /**
     * A login as accounts tell of it: its features by name, so that the schema of the record needs no change with them.
     *
     * @param isFirst whether it is the first of its account
     * @param risk negative where it takes no part in the ranking
     */
    public record Seen(long time, Map<String, Long> features, boolean isFirst, double risk) {}

    /** Adds a login. */
    public void add(Seen login) {
        for (LoginFeature feature : LoginFeature.values()) {
            Long value = login.features.get(feature.name());
            if (value != null) {
                values.computeIfAbsent(feature, it -> new ValueCounts()).add(value, MOST_VALUES);
            }
        }
        logins++;
        users += login.isFirst ? 1 : 0;
        since = Math.min(since, login.time);
        latest = Math.max(latest, login.time);
        if (login.risk >= 0) {
            risks.add(Math.min(login.risk, Double.MAX_VALUE / 2), login.time);
        }
    }

    ValueCounts of(LoginFeature feature) {
        return values.getOrDefault(feature, ValueCounts.NONE);
    }

    /** All logins. */
    public long logins() {
        return logins;
    }

    /** Time of the first login, epoch milliseconds. */
    public long since() {
        return since;
    }

    /** Accounts that logged in. */
    public long users() {
        return users;
    }

    /**
     * How many ranked logins a week are at least that risky, of late. The weight of values that halves every half-life stands for a
     * number a week once divided by what one a week comes to, which is less in the first weeks.
     */
    double weekly(double risk) {
        double halfLives = Math.max(1, latest - since) / (double) DecayingSketch.HALF_LIFE.toMillis();
        double ofOneAWeek = DecayingSketch.HALF_LIFE.toMillis()
                / (double) WEEK.toMillis()
                * (1 - Math.pow(2, -halfLives))
                / Math.log(2);
        double weeks = Math.max(1, ofOneAWeek);
        return risks.weight(latest) * risks.shareFrom(risk) / weeks;
    }

    /** The population as bytes. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter()
                .writeByte(VERSION)
                .writeVarLong(users)
                .writeVarLong(logins)
                .writeVarLong(since)
                .writeVarLong(latest);
        for (LoginFeature feature : LoginFeature.values()) {
            of(feature).write(out);
        }
        risks.write(out);
        return out.toBytes();
    }

    /** The population that was encoded. */
    public static LoginPopulation decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.readVersion(VERSION, "login population");
        LoginPopulation population = new LoginPopulation();
        population.users = in.readVarLong();
        population.logins = in.readVarLong();
        population.since = in.readVarLong();
        population.latest = in.readVarLong();
        for (LoginFeature feature : LoginFeature.values()) {
            population.values.put(feature, ValueCounts.read(in));
        }
        population.risks = DecayingSketch.read(in);
        return population;
    }
}
