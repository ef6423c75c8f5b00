package io.phiwatch.alerting.clock;

import io.phiwatch.alerting.clock.Law.Start;
import io.phiwatch.alerting.clock.Law.Term;
import io.phiwatch.schema.ClockState;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.IncidentClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reckons the clocks of an incident: which run, from when, until when. Pure; clocks that a person has met or stopped stay
 * as they are. Thread-safe.
 */
public final class Clocks {
    /** Reason of a clock that stopped since fewer people are affected than its law asks for. */
    static final String BELOW_THRESHOLD = "below_threshold";

    private final Laws laws;
    private final ClockPolicy policy;

    public Clocks(Laws laws, ClockPolicy policy) {
        this.laws = laws;
        this.policy = policy;
    }

    /** The laws that it reckons by. */
    public Laws laws() {
        return laws;
    }

    /** Whether somebody in that role decides on clocks. */
    public static boolean mayDecide(String role) {
        return ClockCommands.DECIDERS.contains(role);
    }

    ClockPolicy policy() {
        return policy;
    }

    /** Whom the incident affects, as far as it is known. */
    public static Affected affected(Incident.Builder incident) {
        return Affected.of(incident.getAffected(), incident.getPatientsCount());
    }

    /** What statutes name for these people; not for nobody. */
    public List<Exposure.Estimate> exposure(Affected affected) {
        return laws.exposures().stream()
                .map(exposure -> exposure.estimate(affected, policy.home()))
                .filter(estimate -> estimate.people() > 0)
                .toList();
    }

    /** The clocks of the incident as they must be now; none while nothing was discovered. */
    List<IncidentClock> reckon(Incident.Builder incident) {
        Instant discovered = incident.getDiscoveredAt();
        if (discovered == null) {
            return incident.getClocks();
        }
        Map<String, IncidentClock> clocks = new LinkedHashMap<>();
        incident.getClocks().forEach(clock -> clocks.put(clock.getClockId(), clock));
        Affected affected = affected(incident);
        for (Law law : laws.all()) {
            IncidentClock known = clocks.get(law.id());
            if (known != null || policy.keeps(law)) {
                Optional<IncidentClock> now = reckon(law, known, affected, startOf(law, incident, clocks));
                now.ifPresent(clock -> clocks.put(law.id(), clock));
            }
        }
        return new ArrayList<>(clocks.values());
    }

    /** A clock that somebody asks for, whatever its threshold says; empty where it has nothing to count from. */
    Optional<IncidentClock> asked(Law law, Incident.Builder incident) {
        Map<String, IncidentClock> clocks = new LinkedHashMap<>();
        incident.getClocks().forEach(clock -> clocks.put(clock.getClockId(), clock));
        Instant start = startOf(law, incident, clocks);
        long people = law.count(affected(incident), policy.home());
        return start == null
                ? Optional.empty()
                : Optional.of(fresh(law, law.term(people).orElse(law.terms().getLast()), people, start));
    }

    /** The zone in which the days of a law end. */
    public ZoneId zone(Law law) {
        return law.zone() == null ? policy.zone() : law.zone();
    }

    private Optional<IncidentClock> reckon(
            Law law, @Nullable IncidentClock known, Affected affected, @Nullable Instant start) {
        long people = law.count(affected, policy.home());
        Optional<Term> term = law.term(people);
        if (known == null) {
            return start == null ? Optional.empty() : term.map(it -> fresh(law, it, people, start));
        }
        if (isBelowThreshold(known) && term.isPresent() && start != null) {
            return Optional.of(fresh(law, term.get(), people, start));
        }
        if (isOver(known) || start == null) {
            return Optional.empty();
        }
        IncidentClock.Builder clock = IncidentClock.newBuilder(known).setAffected(people);
        if (term.isEmpty()) {
            // What a person has confirmed only a person ends.
            return Optional.of(
                    known.getState() == ClockState.possible
                            ? clock.setState(ClockState.stopped)
                                    .setReason(BELOW_THRESHOLD)
                                    .build()
                            : clock.build());
        }
        return Optional.of(clock.setStartedAt(start)
                .setDueAt(due(law, term.get(), start, known))
                .build());
    }

    private IncidentClock fresh(Law law, Term term, long people, Instant start) {
        return IncidentClock.newBuilder()
                .setClockId(law.id())
                .setTitle(law.title())
                .setCitation(law.citation())
                .setRecipient(law.recipient())
                .setVersion(law.version())
                .setState(ClockState.possible)
                .setStartedAt(start)
                .setDueAt(term.due().from(start, zone(law)))
                .setAffected(people)
                .build();
    }

    private Instant due(Law law, Term term, Instant start, IncidentClock clock) {
        Instant due = term.due().from(start, zone(law));
        Instant extended = clock.getExtended()
                ? due.atZone(zone(law)).plusDays(law.extensionDays()).toInstant()
                : due;
        return extended.plus(Duration.ofMillis(clock.getPausedMs()));
    }

    private static @Nullable Instant startOf(Law law, Incident.Builder incident, Map<String, IncidentClock> clocks) {
        if (law.start() == Start.met) {
            IncidentClock before = clocks.get(law.after());
            return before != null && before.getState() == ClockState.met ? before.getDecidedAt() : null;
        }
        Instant determined = incident.getDeterminedAt();
        return law.start() == Start.determination && determined != null ? determined : incident.getDiscoveredAt();
    }

    /** Whether nobody needs to think of the clock any more. */
    static boolean isOver(IncidentClock clock) {
        return clock.getState() == ClockState.met || clock.getState() == ClockState.stopped;
    }

    private static boolean isBelowThreshold(IncidentClock clock) {
        return clock.getState() == ClockState.stopped && BELOW_THRESHOLD.equals(clock.getReason());
    }
}
