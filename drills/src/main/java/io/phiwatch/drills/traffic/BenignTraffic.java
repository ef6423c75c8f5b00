package io.phiwatch.drills.traffic;

import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Population;
import io.phiwatch.drills.population.Staff;
import io.phiwatch.drills.source.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Traffic of all surfaces in which nothing is wrong. Immutable and thread-safe.
 *
 * <p>It stays below every threshold by construction and at any rate: more events mean more of the same people's
 * ordinary work, never more failures of one account or more patients of one clinician.
 */
public final class BenignTraffic {
    private static final long PURPOSE = 2;

    private final long seed;
    private final Instant start;
    private final double eventsPerMinute;
    private final List<Share> shares;

    /** @param working the staff who do ordinary work; actors of attacks are left out, so that incidents tell clearly */
    public BenignTraffic(long seed, Instant start, double eventsPerMinute, Population population, List<Staff> working) {
        this.seed = seed;
        this.start = start;
        this.eventsPerMinute = eventsPerMinute;
        shares = List.of(
                new Share(0.40, new PageTraffic(population)),
                new Share(0.16, new ShopTraffic(population)),
                new Share(0.14, new LoginTraffic(population, working)),
                new Share(0.20, new ChartTraffic(population, working)),
                new Share(0.10, new VisitTraffic(population, working)));
    }

    /** When the slot of that number begins, counted from the start. */
    public Instant slotStart(int number) {
        return start.plus(Slot.LENGTH.multipliedBy(number));
    }

    /** Deliveries of one slot, in no order; retries and visits reach into the slots that follow. */
    public List<Delivery> slot(int number) {
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            int events = (int) Math.round(eventsPerMinute * Slot.LENGTH.toMinutes() * share.share());
            share.traffic()
                    .fill(new Slot(slotStart(number), events), new Draw(seed, PURPOSE, number, i), deliveries::add);
        }
        return deliveries;
    }

    private record Share(double share, Traffic traffic) {}
}
