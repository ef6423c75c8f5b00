package io.phiwatch.drills.month;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.population.Staff.Role;
import io.phiwatch.drills.scenario.Payload;
import io.phiwatch.drills.source.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What administrators do: approved changes, backups and their tests, the roster, a lost phone now and then. */
final class BackOffice implements Habit {
    private static final int TEST_EVERY = 5;
    private static final int CHANGE_EVERY = 3;
    private static final double NEW_PHONE = 0.06;

    private final Population population;
    private final Instant testsEnd;

    /** @param testsEnd when restore tests stop, which is for a drill to be seen */
    BackOffice(Population population, Instant testsEnd) {
        this.population = population;
        this.testsEnd = testsEnd;
    }

    @Override
    public void live(Day day, Draw draw, Consumer<Delivery> out) {
        Staff admin = population.staff(Role.ADMIN).getFirst();
        Patient anybody = population.patients().getFirst();
        if (day.number() == 0) {
            out.accept(Schedule.roster(population.staff(), day.start()));
        }
        Instant night = day.at(Duration.ofHours(2)).plus(draw.upTo(Duration.ofMinutes(10)));
        out.accept(of("fact/backup", "fact").of(admin, anybody, night, draw));
        if (day.number() % TEST_EVERY == 0 && night.isBefore(testsEnd)) {
            out.accept(of("fact/restore-test", "fact").of(admin, anybody, night.plusSeconds(3600), draw));
        }
        if (day.number() % CHANGE_EVERY == 1 && !day.isWeekend()) {
            change(day, admin, anybody, draw, out);
        }
        if (draw.chance(NEW_PHONE)) {
            Staff owner = draw.pick(population.staff());
            out.accept(of("okta/factor-removed", Workforce.IDENTITY).of(owner, anybody, day.waking(draw), draw));
        }
    }

    /** Approved some hours before, as most are, or minutes after. */
    private static void change(Day day, Staff admin, Patient anybody, Draw draw, Consumer<Delivery> out) {
        Instant at = day.at(Duration.ofHours(11)).plus(draw.upTo(Duration.ofHours(4)));
        Instant approved = draw.chance(0.2) ? at.plusSeconds(300) : at.minusSeconds(3 * 3600);
        String plugin = draw.pick(List.of("contact-form", "seo-pack", "cookie-banner"));
        out.accept(Schedule.approval("CHG-" + (1000 + day.number()), "wordpress", plugin, approved));
        out.accept(new Payload("wordpress/plugin-updated", "wordpress", Map.of("slug", plugin + "/plugin.php"))
                .of(admin, anybody, at, draw));
    }

    private static Payload of(String template, String source) {
        return new Payload(template, source, Map.of());
    }
}
