package io.phiwatch.drills.attack;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.source.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When each attack happens, and its ground truth. Immutable.
 *
 * <p>One of the short ones opens within the first minute; the others end within the first 60 % of the simulation, so
 * that there is time to detect them. In a simulation too short for that they are compressed.
 */
public final class AttackPlan {
    private static final long PURPOSE = 3;
    private static final double PLAYED_WITHIN = 0.6;
    private static final Duration ROOM = Duration.ofMinutes(30);
    private static final Duration FIRST_BY = Duration.ofSeconds(55);
    private static final List<Scenario> OPENERS = List.of(Scenario.MFA_DISABLED, Scenario.PHI_IN_URL);

    private final List<Attack> attacks;
    private final List<Delivery> deliveries;

    private AttackPlan(List<Attack> attacks, List<Delivery> deliveries) {
        this.attacks = List.copyOf(attacks);
        this.deliveries = List.copyOf(deliveries);
    }

    /** Plans these scenarios into the time from {@code start} on. */
    public static AttackPlan of(
            long seed, Instant start, Duration total, Set<Scenario> scenarios, Population population) {
        Cast cast = new Cast(population);
        AttackScript script = new AttackScript(population, cast);
        Draw draw = new Draw(seed, PURPOSE);
        Duration played = fraction(total, PLAYED_WITHIN);
        double scale = Math.min(1.0, (double) played.toMillis() / ROOM.toMillis());
        List<Scenario> openers = OPENERS.stream().filter(scenarios::contains).toList();
        Optional<Scenario> opener = openers.isEmpty() ? Optional.empty() : Optional.of(draw.pick(openers));
        List<Attack> attacks = new ArrayList<>();
        List<Delivery> deliveries = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            // each scenario draws from a sequence of its own: leaving one out does not change the others
            Draw own = new Draw(seed, PURPOSE, scenario.title().hashCode());
            if (!scenarios.contains(scenario)) {
                continue;
            }
            Duration length = fraction(scenario.length(), scale);
            Duration offset = opener.filter(scenario::equals).isPresent()
                    ? fraction(FIRST_BY, scale * (0.3 + own.between(0, 70) / 100.0))
                    : fraction(FIRST_BY, scale)
                            .plus(own.upTo(played.minus(length).minus(fraction(FIRST_BY, scale))));
            Instant first = start.plus(offset).truncatedTo(ChronoUnit.MILLIS);
            deliveries.addAll(script.play(scenario, first, length, own));
            attacks.add(attack(scenario, cast, first, first.plus(length)));
        }
        attacks.sort(Comparator.comparing(Attack::firstEvent));
        return new AttackPlan(attacks, deliveries);
    }

    /** Ground truth, in the order of time. */
    public List<Attack> attacks() {
        return attacks;
    }

    /** What the platforms send, in no order. */
    public List<Delivery> deliveries() {
        return deliveries;
    }

    private static Attack attack(Scenario scenario, Cast cast, Instant first, Instant last) {
        boolean ofActor = scenario.entityKind().equals(Attack.ACTOR);
        String login = ofActor ? cast.actor(scenario).login() : null;
        return new Attack(
                scenario.title(),
                Set.of(scenario.rule()),
                scenario.entityKind(),
                login,
                login == null ? scenario.description() : login + " " + scenario.description(),
                scenario.surface(),
                // travel turns malicious with its second login
                scenario == Scenario.IMPOSSIBLE_TRAVEL ? last : first,
                last);
    }

    private static Duration fraction(Duration whole, double share) {
        return Duration.ofMillis((long) (whole.toMillis() * share));
    }
}
