package io.phiwatch.drills;

import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.traffic.BenignTraffic;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Merges planned deliveries into benign traffic, slot by slot, so that an endless one needs little memory. */
final class Timeline implements Iterator<Delivery> {
    private final BenignTraffic benign;
    private final PriorityQueue<Numbered> queue = new PriorityQueue<>(
            Comparator.comparing((Numbered next) -> next.delivery().at()).thenComparingLong(Numbered::number));
    private int nextSlot;
    private long added;

    Timeline(BenignTraffic benign, List<Delivery> planned) {
        this.benign = benign;
        planned.forEach(this::add);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Delivery next() {
        Numbered next = queue.poll();
        while (next == null || !next.delivery().at().isBefore(loadedUntil())) {
            if (next != null) {
                queue.add(next);
            }
            benign.slot(nextSlot).forEach(this::add);
            nextSlot++;
            next = queue.poll();
        }
        return next.delivery();
    }

    /** No slot still to come can send anything before this. */
    private Instant loadedUntil() {
        return benign.slotStart(nextSlot);
    }

    private void add(Delivery delivery) {
        queue.add(new Numbered(added, delivery));
        added++;
    }

    /** Numbers keep the order of equal times the same in every run. */
    private record Numbered(long number, Delivery delivery) {}
}
