package io.phiwatch.alerting;

import io.phiwatch.alerting.escalation.PagingBook;
import io.phiwatch.alerting.oncall.Substitution;
import io.phiwatch.schema.OnCallOverride;
import io.phiwatch.schema.PageFlood;
import io.phiwatch.schema.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Pages that are under way, in state stores. Those with a step to take stand apart from those that wait for their
 * incident to be settled, so that each tick reads the first only.
 */
record StoredPagings(
        KeyValueStore<String, Paging> pagings,
        KeyValueStore<String, PageFlood> pageFloods,
        KeyValueStore<String, OnCallOverride> overrides)
        implements PagingBook {
    private static final String DUE = "due/";
    private static final String IDLE = "idle/";

    @Override
    public Optional<Paging> find(String incidentId) {
        return Optional.ofNullable(pagings.get(DUE + incidentId))
                .or(() -> Optional.ofNullable(pagings.get(IDLE + incidentId)));
    }

    @Override
    public List<Paging> due(Instant now) {
        List<Paging> due = new ArrayList<>();
        try (KeyValueIterator<String, Paging> all = pagings.prefixScan(DUE, new StringSerializer())) {
            all.forEachRemaining(entry -> {
                if (entry.value.getEscalations().stream()
                        .anyMatch(escalation -> !escalation.getDueAt().isAfter(now))) {
                    due.add(entry.value);
                }
            });
        }
        return due;
    }

    @Override
    public void put(Paging paging) {
        boolean isIdle = paging.getEscalations().isEmpty();
        pagings.put((isIdle ? IDLE : DUE) + paging.getIncidentId(), paging);
        pagings.delete((isIdle ? DUE : IDLE) + paging.getIncidentId());
    }

    @Override
    public void forget(String incidentId) {
        pagings.delete(DUE + incidentId);
        pagings.delete(IDLE + incidentId);
    }

    @Override
    public Optional<PageFlood> flood(String floodId) {
        return Optional.ofNullable(pageFloods.get(floodId));
    }

    @Override
    public List<PageFlood> floods() {
        return all(pageFloods);
    }

    @Override
    public void put(PageFlood flood) {
        pageFloods.put(flood.getFloodId(), flood);
    }

    @Override
    public void forgetFlood(String floodId) {
        pageFloods.delete(floodId);
    }

    @Override
    public List<Substitution> substitutions() {
        return all(overrides).stream()
                .sorted(Comparator.comparing(OnCallOverride::getRecordedAt))
                .map(Substitution::of)
                .toList();
    }

    void apply(OnCallOverride override) {
        if (override.getUser().isEmpty()) {
            overrides.delete(override.getOverrideId());
        } else {
            overrides.put(override.getOverrideId(), override);
        }
    }

    private static <V> List<V> all(KeyValueStore<String, V> store) {
        List<V> values = new ArrayList<>();
        try (KeyValueIterator<String, V> all = store.all()) {
            all.forEachRemaining(entry -> values.add(entry.value));
        }
        return values;
    }
}
