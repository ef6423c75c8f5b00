package io.phiwatch.ingest.intake;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.publish.Counts;
import io.phiwatch.ingest.publish.Item;
import io.phiwatch.ingest.publish.OutcomeCounts;
import io.phiwatch.schema.AccessEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What was read of the deliveries that are kept together, without what came before. Not thread-safe. */
final class Read {
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long read;
    private long duplicates;
    private long bytes;

    /** Adds the items of a delivery whose source never repeats. */
    void add(List<Item> more, Delivery delivery) {
        read += more.size();
        bytes += delivery.body().length;
        deliveries.add(delivery);
        items.addAll(more);
    }

    /**
     * Adds the items of a delivery whose source may repeat.
     *
     * @param seen whether the event of an id was kept before
     */
    void addNew(List<Item> more, Delivery delivery, Predicate<String> seen) {
        read += more.size();
        bytes += delivery.body().length;
        deliveries.add(delivery);
        for (Item item : more) {
            if (item instanceof Item.Accepted && (!ids.add(item.eventId()) || seen.test(item.eventId()))) {
                duplicates++;
            } else {
                items.add(item);
            }
        }
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Item> items() {
        return items;
    }

    /** The counts where all of it was kept. */
    Counts kept() {
        OutcomeCounts outcomes = new OutcomeCounts();
        long skewed = 0;
        for (Item item : items) {
            if (item instanceof Item.Accepted accepted) {
                AccessEvent event = accepted.event();
                outcomes.add(event);
                skewed += event.getClockSkew() ? 1 : 0;
            }
        }
        long rejected = items.stream().filter(Item.Rejected.class::isInstance).count();
        return Counts.kept(read, items.size() - rejected, rejected, duplicates)
                .with(bytes, outcomes.byName())
                .skewed(skewed);
    }

    /** The counts where nothing of it was kept. */
    Counts failed() {
        return Counts.failed(read, duplicates, items.size()).with(bytes, Map.of());
    }
}
