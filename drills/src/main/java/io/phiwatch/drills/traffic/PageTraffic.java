package io.phiwatch.drills.traffic;

import io.phiwatch.drills.payload.AccessLog;
import io.phiwatch.drills.payload.AccessLog.Visitor;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Pages of shop and checkout; many of their addresses hold numbers that only look like PHI. */
final class PageTraffic implements Traffic {
    private static final int BATCH = 12;
    private static final String SITE = "https://shop.acme-health.example";

    private final List<Patient> visitors;

    PageTraffic(Population population) {
        visitors = population.patients();
    }

    @Override
    public void fill(Slot slot, Draw draw, Consumer<Delivery> out) {
        List<Instant> times = Stream.generate(() -> slot.moment(draw).truncatedTo(ChronoUnit.SECONDS))
                .limit(slot.events())
                .sorted()
                .toList();
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            batch.add(line(times.get(i), draw));
            if (batch.size() == BATCH || i == times.size() - 1) {
                out.accept(AccessLog.batch(batch, times.get(i).plusSeconds(1)));
                batch.clear();
            }
        }
    }

    private String line(Instant time, Draw draw) {
        Patient visitor = draw.pick(visitors);
        String referrer = draw.chance(0.5) ? "-" : SITE + "/collections/home-care";
        return AccessLog.line(
                new Visitor(visitor.address(), visitor.userAgent(), referrer),
                time,
                Pages.target(time, draw),
                draw.between(900, 48_000));
    }
}
