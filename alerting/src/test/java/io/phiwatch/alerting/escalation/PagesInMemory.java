package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.oncall.Substitution;
import io.phiwatch.schema.Alert;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.PageFlood;
import io.phiwatch.schema.PageOrder;
import io.phiwatch.schema.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A book and an outbox in memory. */
final class PagesInMemory implements PagingBook, Outbox {
    final Map<String, Paging> pagings = new TreeMap<>();
    final Map<String, PageFlood> floods = new TreeMap<>();
    final List<Substitution> substitutions = new ArrayList<>();
    final List<PageOrder> orders = new ArrayList<>();
    final List<IncidentCommand> reports = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();

    @Override
    public Optional<Paging> find(String incidentId) {
        return Optional.ofNullable(pagings.get(incidentId));
    }

    @Override
    public List<Paging> due(Instant now) {
        return pagings.values().stream()
                .filter(paging -> paging.getEscalations().stream()
                        .anyMatch(escalation -> !escalation.getDueAt().isAfter(now)))
                .toList();
    }

    @Override
    public void put(Paging paging) {
        pagings.put(paging.getIncidentId(), paging);
    }

    @Override
    public void forget(String incidentId) {
        pagings.remove(incidentId);
    }

    @Override
    public Optional<PageFlood> flood(String floodId) {
        return Optional.ofNullable(floods.get(floodId));
    }

    @Override
    public List<PageFlood> floods() {
        return List.copyOf(floods.values());
    }

    @Override
    public void put(PageFlood flood) {
        floods.put(flood.getFloodId(), flood);
    }

    @Override
    public void forgetFlood(String floodId) {
        floods.remove(floodId);
    }

    @Override
    public List<Substitution> substitutions() {
        return substitutions;
    }

    @Override
    public void order(PageOrder order) {
        orders.add(order);
    }

    @Override
    public void report(IncidentCommand result) {
        reports.add(result);
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }

    /** Sinks and people of the orders so far, as {@code sink} or {@code sink:person}; then they are forgotten. */
    List<String> receivers() {
        List<String> receivers = orders.stream()
                .map(order ->
                        order.getRecipient() == null ? order.getSink() : order.getSink() + ':' + order.getRecipient())
                .toList();
        orders.clear();
        return receivers;
    }
}
