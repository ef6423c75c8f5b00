package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.escalation.PagePlan.Limits;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.PageFlood;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notices when many incidents come on one route at one level, and lets one page tell of them all. */
final class Floods {
    private final Limits limits;
    private final PagingBook book;

    Floods(Limits limits, PagingBook book) {
        this.limits = limits;
        this.book = book;
    }

    /** What an incident means for the flood of its route. */
    sealed interface Place {}

    /** There is no flood: it is paged by itself. */
    record Alone() implements Place {}

    /** It makes the flood: its page tells of all that come after it. */
    record Carrier(String floodId) implements Place {}

    /** Another one's page tells of it. */
    record Grouped(String carrier) implements Place {}

    Place place(String route, Notification facts, Instant at) {
        String id = route + '|' + facts.getLevel();
        PageFlood flood = book.flood(id)
                .orElseGet(() -> PageFlood.newBuilder().setFloodId(id).build());
        Notification carrier = flood.getCarrier();
        if (carrier != null) {
            boolean isItself = carrier.getIncidentId().equals(facts.getIncidentId());
            book.put(PageFlood.newBuilder(flood)
                    .setIncidents(flood.getIncidents() + (isItself ? 0 : 1))
                    .setLastAt(at)
                    .build());
            return isItself ? new Alone() : new Grouped(carrier.getIncidentId());
        }
        List<Instant> starts = new ArrayList<>(flood.getStarts());
        starts.removeIf(start -> !start.plus(limits.floodWindow()).isAfter(at));
        if (starts.size() < limits.floodIncidents()) {
            starts.add(at);
            book.put(PageFlood.newBuilder(flood).setStarts(starts).build());
            return new Alone();
        }
        book.put(PageFlood.newBuilder(flood)
                .setStarts(List.of())
                .setCarrier(facts)
                .setIncidents(1)
                .setTold(1)
                .setToldAt(at)
                .setLastAt(at)
                .build());
        return new Carrier(id);
    }

    /** Incidents that a page of this flood tells of; 1 where it is over. */
    int size(String floodId) {
        return book.flood(floodId)
                .map(PageFlood::getIncidents)
                .filter(size -> size > 0)
                .orElse(1);
    }

    /** Floods that have grown since they were last told of, a window ago; those that are over are forgotten. */
    List<PageFlood> grown(Instant at) {
        List<PageFlood> grown = new ArrayList<>();
        for (PageFlood flood : book.floods()) {
            if (flood.getCarrier() == null) {
                forgetIfPast(flood, at);
                continue;
            }
            boolean isOver = passed(flood.getLastAt(), at);
            if (flood.getIncidents() > flood.getTold() && passed(flood.getToldAt(), at)) {
                grown.add(flood);
                book.put(PageFlood.newBuilder(flood)
                        .setTold(flood.getIncidents())
                        .setToldAt(at)
                        .build());
            }
            if (isOver) {
                book.forgetFlood(flood.getFloodId());
            }
        }
        return grown;
    }

    private void forgetIfPast(PageFlood flood, Instant at) {
        if (flood.getStarts().stream().allMatch(start -> passed(start, at))) {
            book.forgetFlood(flood.getFloodId());
        }
    }

    private boolean passed(@org.jspecify.annotations.Nullable Instant since, Instant at) {
        return since == null || !since.plus(limits.floodWindow()).isAfter(at);
    }
}
