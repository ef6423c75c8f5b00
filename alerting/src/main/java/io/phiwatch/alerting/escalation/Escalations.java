package io.phiwatch.alerting.escalation;

import io.phiwatch.alerting.escalation.PageWriter.Outcome;
import io.phiwatch.alerting.oncall.Roster;
import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.Escalation;
import io.phiwatch.schema.IncidentCommand;
import io.phiwatch.schema.Notification;
import io.phiwatch.schema.PageAction;
import io.phiwatch.schema.PageFlood;
import io.phiwatch.schema.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the steps of the routes until somebody acknowledges. Decides by the book and the time that it is given, keeps
 * nothing itself, and writes what is to be sent into the outbox: a restart goes on where it was.
 *
 * <pre>
 *   notification ──► each route that takes it ──► held? ──► flood? ──► step 1 ──► step 2 ──► … ──► next round
 *                                                   │          │          │
 *                                     recorded, due when    recorded,   acknowledged, contained, settled: over
 *                                     the hold ends         carrier     every page of a step failed: next step at once
 *                                                           tells
 * </pre>
 */
public final class Escalations {
    private final PagePlan plan;
    private final PagingBook book;
    private final Outbox outbox;
    private final Floods floods;

    public Escalations(PagePlan plan, PagingBook book, Outbox outbox) {
        this.plan = plan;
        this.book = book;
        this.outbox = outbox;
        this.floods = new Floods(plan.limits(), book);
    }

    /** An incident asks for a page: every route that takes it starts anew. */
    public void notified(Notification facts, Instant now) {
        Paging.Builder paging = book.find(facts.getIncidentId())
                .map(Paging::newBuilder)
                .orElseGet(() -> Paging.newBuilder().setIncidentId(facts.getIncidentId()));
        List<Escalation> before = paging.hasEscalations() ? paging.getEscalations() : List.of();
        List<PageRoute> routes = plan.routes().stream()
                .filter(route -> route.match().takes(facts, now))
                .toList();
        List<Escalation> started = (routes.isEmpty() ? List.of(plan.otherwise()) : routes)
                .stream().map(route -> start(route.name(), before, now)).toList();
        Set<String> names =
                new LinkedHashSet<>(started.stream().map(Escalation::getRoute).toList());
        List<Escalation> all = new ArrayList<>(started);
        // What another level or hour had started goes on until somebody acknowledges.
        before.stream().filter(old -> !names.contains(old.getRoute())).forEach(all::add);
        advance(paging.setNotification(facts).setEscalations(all).build(), now);
    }

    /** A command was carried out. */
    public void answered(IncidentCommand command, Instant now) {
        Optional<Paging> found = book.find(command.getIncidentId());
        if (command.getType() == CommandType.containment_approve) {
            contain(command, found.map(Paging::getNotification), now);
        }
        if (found.isEmpty()) {
            return;
        }
        Paging paging = found.get();
        switch (command.getType()) {
            case acknowledge, contain -> {
                followUp(paging, PageAction.acknowledged, now);
                book.put(Paging.newBuilder(paging).setEscalations(List.of()).build());
            }
            case resolve, close, false_positive -> settle(paging, now);
            case merged -> {
                // Until the other incident has taken this one in, its pages go on.
                if ("accepted".equals(command.getDetails().get("outcome"))) {
                    settle(paging, now);
                }
            }
            case page_result -> delivered(paging, PageResult.of(command), now);
            default -> {}
        }
    }

    /** Takes every step that is due, and tells of floods that have grown. */
    public void tick(Instant now) {
        book.due(now).forEach(paging -> advance(paging, now));
        floods.grown(now).forEach(flood -> tell(flood, now));
    }

    /** Says, once a day and schedule, that hours ahead are not covered. */
    public List<Roster.Gap> uncovered(Instant now) {
        List<Roster.Gap> gaps = plan.roster().gaps(now, now.plus(Roster.AHEAD), book.substitutions());
        Set<String> told = new LinkedHashSet<>();
        gaps.stream()
                .filter(gap -> told.add(gap.schedule()))
                .forEach(gap -> outbox.alert(PagingAlerts.uncovered(gap, now)));
        return gaps;
    }

    private static Escalation start(String route, List<Escalation> before, Instant now) {
        Instant heldSince = before.stream()
                .filter(old -> old.getRoute().equals(route))
                .map(Escalation::getHeldSince)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Escalation.Builder escalation =
                Escalation.newBuilder().setRoute(route).setNextStep(1).setDueAt(now);
        if (heldSince != null) {
            escalation.setHeldSince(heldSince);
        }
        return escalation.build();
    }

    private void advance(Paging paging, Instant now) {
        PagesOut out = new PagesOut(paging);
        List<Escalation> left = new ArrayList<>();
        for (Escalation escalation : paging.getEscalations()) {
            Optional<Escalation> next = Optional.of(escalation);
            while (next.filter(it -> !it.getDueAt().isAfter(now)).isPresent()) {
                next = next.flatMap(it -> step(out, it, now));
            }
            next.ifPresent(left::add);
        }
        Paging after = out.paging.setEscalations(left).build();
        if (left.isEmpty() && after.getPaged().isEmpty()) {
            book.forget(after.getIncidentId());
        } else {
            book.put(after);
        }
    }

    /** Takes one step; empty where there is none after it. */
    private Optional<Escalation> step(PagesOut out, Escalation escalation, Instant now) {
        Notification facts = out.paging.getNotification();
        PageRoute route = route(escalation.getRoute());
        if (escalation.getNextStep() == 1) {
            Optional<Escalation> held = hold(facts, escalation, now);
            if (held.isPresent()) {
                return held;
            }
        }
        Escalation current = escalation;
        if (escalation.getNextStep() == 1 && escalation.getFlood() == null) {
            Floods.Place place = floods.place(route.name(), facts, now);
            if (place instanceof Floods.Grouped grouped) {
                outbox.report(PageWriter.report(facts, escalation, Outcome.GROUPED, grouped.carrier(), now));
                return Optional.empty();
            }
            if (place instanceof Floods.Carrier carrier) {
                current = Escalation.newBuilder(escalation)
                        .setFlood(carrier.floodId())
                        .build();
            }
        }
        int sent = send(out, route, current, now);
        int number = current.getNextStep() + 1;
        if (number > route.allSteps()) {
            return Optional.empty();
        }
        return Optional.of(Escalation.newBuilder(current)
                .setNextStep(number)
                .setDueAt(sent == 0 ? now : now.plus(route.waitBefore(number)))
                .clearHeldSince()
                .setSent(sent)
                .setFailed(0)
                .build());
    }

    private Optional<Escalation> hold(Notification facts, Escalation escalation, Instant now) {
        for (Hold hold : plan.holds()) {
            Optional<Instant> until = hold.until(facts, now);
            if (until.isPresent()) {
                outbox.report(PageWriter.report(facts, escalation, Outcome.held(hold), null, now));
                Instant since = escalation.getHeldSince();
                return Optional.of(Escalation.newBuilder(escalation)
                        .setHeldSince(since == null ? now : since)
                        .setDueAt(until.get())
                        .build());
            }
        }
        return Optional.empty();
    }

    private int send(PagesOut out, PageRoute route, Escalation escalation, Instant now) {
        Notification facts = out.paging.getNotification();
        List<Receiver> receivers =
                Receiver.of(route.step(escalation.getNextStep()), plan.roster(), now, book.substitutions());
        if (receivers.isEmpty()) {
            outbox.report(PageWriter.report(facts, escalation, Outcome.UNCOVERED, null, now));
            boolean isLastHope = escalation.getNextStep() == route.allSteps()
                    && out.paging.getPaged().isEmpty();
            receivers = isLastHope ? Receiver.of(plan.otherwise().step(1), plan.roster(), now, List.of()) : List.of();
        }
        if (out.paging.getPages() >= plan.limits().pagesPerIncident()) {
            outbox.report(PageWriter.report(facts, escalation, Outcome.CAPPED, null, now));
            return receivers.size();
        }
        String flood = escalation.getFlood();
        int incidents = flood == null ? 1 : floods.size(flood);
        for (Receiver receiver : receivers) {
            outbox.order(PageWriter.page(facts, escalation, receiver, incidents, now));
            out.paged(receiver.sink());
        }
        return receivers.size();
    }

    /** Where every page of a step failed, the next step does not wait. */
    private void delivered(Paging paging, PageResult result, Instant now) {
        if (!result.isFailure()) {
            return;
        }
        outbox.alert(PagingAlerts.undelivered(result.sink(), result.code(), now));
        List<Escalation> all = paging.getEscalations().stream()
                .map(escalation -> result.isOf(paging, escalation) ? withFailure(escalation, now) : escalation)
                .toList();
        advance(Paging.newBuilder(paging).setEscalations(all).build(), now);
    }

    private static Escalation withFailure(Escalation escalation, Instant now) {
        int failed = escalation.getFailed() + 1;
        boolean nobodyReached = failed >= escalation.getSent();
        return Escalation.newBuilder(escalation)
                .setFailed(failed)
                .setDueAt(nobodyReached ? now : escalation.getDueAt())
                .build();
    }

    private void contain(IncidentCommand command, Optional<Notification> facts, Instant now) {
        if (plan.contains()) {
            outbox.order(ContainmentWriter.order(command, facts, now));
        } else {
            outbox.report(ContainmentWriter.notSetUp(command, now));
        }
    }

    private void settle(Paging paging, Instant now) {
        followUp(paging, PageAction.settled, now);
        book.forget(paging.getIncidentId());
    }

    private void followUp(Paging paging, PageAction action, Instant now) {
        paging.getPaged().stream()
                .filter(plan.followers()::contains)
                .forEach(sink -> outbox.order(PageWriter.followUp(paging.getNotification(), action, sink, now)));
    }

    private void tell(PageFlood flood, Instant now) {
        Notification facts = flood.getCarrier();
        if (facts == null) {
            return;
        }
        PageRoute route =
                route(flood.getFloodId().substring(0, flood.getFloodId().indexOf('|')));
        Receiver.of(route.step(1), plan.roster(), now, book.substitutions())
                .forEach(receiver ->
                        outbox.order(PageWriter.growth(facts, route.name(), receiver, flood.getIncidents(), now)));
    }

    /** A route that is no longer configured ends as one that nothing takes. */
    private PageRoute route(String name) {
        return plan.routes().stream()
                .filter(route -> route.name().equals(name))
                .findFirst()
                .orElseGet(plan::otherwise);
    }

    /** What is sent for an incident while its steps are taken. */
    private static final class PagesOut {
        private final Paging.Builder paging;

        PagesOut(Paging paging) {
            this.paging = Paging.newBuilder(paging);
        }

        void paged(String sink) {
            Set<String> sinks = new LinkedHashSet<>(paging.getPaged());
            sinks.add(sink);
            paging.setPaged(List.copyOf(sinks)).setPages(paging.getPages() + 1);
        }
    }
}
