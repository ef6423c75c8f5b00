package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.scenario.Payload;
import io.phiwatch.drills.source.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The staff: logging in at the beginning of a shift, many at once behind one address, some after mistyping. */
final class Workforce implements Habit {
    /** Source of the staff's identity provider. */
    static final String IDENTITY = "okta";

    private static final long PURPOSE = 11;
    private static final double MISTYPES = 0.12;
    private static final double RETURNS = 0.5;
    private static final Duration ARRIVING = Duration.ofMinutes(20);
    private static final Payload LOGIN = payload("okta/login");
    private static final Payload FAILED = payload("okta/login-failed");

    private final List<Worker> workers;
    private final Patient anybody;
    private final BiPredicate<Worker, Day> isAbsent;

    /** @param isAbsent who is away on a day for other reasons than the own habits */
    Workforce(MonthConfig config, Population population, BiPredicate<Worker, Day> isAbsent) {
        Draw draw = new Draw(config.seed(), PURPOSE);
        List<Worker> all = new ArrayList<>();
        for (int i = 0; i < population.staff().size(); i++) {
            all.add(Worker.of(population.staff().get(i), i, config.days(), draw));
        }
        this.workers = List.copyOf(all);
        this.anybody = population.patients().getFirst();
        this.isAbsent = isAbsent;
    }

    /** Who works on that day. */
    List<Worker> at(Day day) {
        return workers.stream()
                .filter(worker -> worker.works(day) && !isAbsent.test(worker, day))
                .toList();
    }

    /** Who works on that day as that. */
    List<Worker> at(Day day, Role role) {
        return at(day).stream().filter(worker -> worker.person().role() == role).toList();
    }

    @Override
    public void live(Day day, Draw draw, Consumer<Delivery> out) {
        for (Worker worker : at(day)) {
            Instant at = worker.begins(day).minus(ARRIVING).plus(draw.upTo(ARRIVING));
            if (draw.chance(MISTYPES)) {
                int tries = draw.between(1, 3);
                for (int i = 0; i < tries; i++) {
                    send(FAILED, worker, day, at.minusSeconds(20L * (tries - i)), draw, out);
                }
            }
            send(LOGIN, worker, day, at, draw, out);
            if (draw.chance(RETURNS)) {
                send(LOGIN, worker, day, worker.moment(day, draw), draw, out);
            }
        }
    }

    private void send(Payload payload, Worker worker, Day day, Instant at, Draw draw, Consumer<Delivery> out) {
        Payload here = new Payload(payload.template(), IDENTITY, Map.of("ip", worker.address(day)));
        out.accept(here.of(worker.person(), anybody, at, draw));
    }

    private static Payload payload(String template) {
        return new Payload(template, IDENTITY, Map.of());
    }
}
