package io.phiwatch.drills;

import io.phiwatch.drills.attack.Attack;
import io.phiwatch.drills.attack.AttackPlan;
import io.phiwatch.drills.attack.Cast;
import io.phiwatch.drills.payload.KeycloakEvents;
import io.phiwatch.drills.payload.KeycloakEvents.Account;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.traffic.BenignTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Everything that happens, in order: a prelude of two weeks of logins, which gives each account a history, then the
 * main phase with its attacks, then ordinary life without end. Immutable and thread-safe.
 */
public final class Simulation {
    /** How many days the prelude spans. */
    public static final int PRELUDE_DAYS = 14;

    private static final long PURPOSE = 4;
    private static final Duration LOGIN_JITTER = Duration.ofMinutes(8);

    private final SimulationConfig config;
    private final Population population;
    private final BenignTraffic benign;
    private final AttackPlan plan;

    public Simulation(SimulationConfig config) {
        this.config = config;
        population = new Population(config.seed());
        benign = new BenignTraffic(
                config.seed(), config.start(), config.eventsPerMinute(), population, new Cast(population).others());
        plan = AttackPlan.of(config.seed(), config.start(), config.length(), config.attacks(), population);
    }

    public SimulationConfig config() {
        return config;
    }

    public Population population() {
        return population;
    }

    /** Ground truth, in the order of time. */
    public List<Attack> attacks() {
        return plan.attacks();
    }

    /** When the clock has to stand at the beginning of the prelude. */
    public Instant preludeStart() {
        return config.start().minus(Duration.ofDays(PRELUDE_DAYS));
    }

    /** A login of each of the staff on each day before the start, in order. */
    public List<Delivery> prelude() {
        List<Delivery> logins = new ArrayList<>();
        for (int day = PRELUDE_DAYS - 1; day >= 0; day--) {
            Draw draw = new Draw(config.seed(), PURPOSE, day);
            for (Staff person : population.staff()) {
                Instant time = config.start()
                        .minus(Duration.ofDays(day))
                        .minus(person.loginBefore())
                        .plus(draw.upTo(LOGIN_JITTER));
                logins.add(KeycloakEvents.login(Account.of(person), draw.pick(person.addresses()), time, draw));
            }
        }
        logins.sort(Comparator.comparing(Delivery::at));
        return List.copyOf(logins);
    }

    /** The main phase, in order: what is sent before its end. */
    public List<Delivery> timeline() {
        List<Delivery> deliveries = new ArrayList<>();
        Iterator<Delivery> all = deliveries();
        Delivery next = all.next();
        while (next.at().isBefore(config.end())) {
            deliveries.add(next);
            next = all.next();
        }
        return List.copyOf(deliveries);
    }

    /** From the start on, in order and without end; attacks happen in the main phase only. */
    public Iterator<Delivery> deliveries() {
        return new Timeline(benign, plan.deliveries());
    }
}
