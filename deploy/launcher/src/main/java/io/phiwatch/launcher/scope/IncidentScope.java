package io.phiwatch.launcher.scope;

import io.phiwatch.detector.sigma.FieldCatalogue;
import io.phiwatch.launcher.scope.ScopeQuestion.Activity;
import io.phiwatch.schema.AccessEvent;
import io.phiwatch.schema.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Adds up who is affected, from exact events: a hit is an event that an alert points to; activity is what the same group
 * did in the same time, which a rule that is bounded may not have kept. Accesses that failed or were denied affect nobody.
 * Not thread-safe.
 */
public final class IncidentScope {
    private static final String ATTRIBUTES = "attributes.";

    private final Map<String, Schema.Field> fields = FieldCatalogue.ofSchema();
    private final Set<String> wanted;
    private final List<Activity> activities;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Person> people = new TreeMap<>();
    private long hits;
    private long others;
    private long refused;
    private long unlisted;

    public IncidentScope(ScopeQuestion question) {
        this.wanted = Set.copyOf(question.hits());
        this.activities = question.activities();
    }

    /** How an event belongs to the incident. */
    public enum Basis {
        /** An alert points to it. */
        hit,
        /** The group of an alert did it while the alert lasted. */
        activity
    }

    /**
     * Somebody whose data was touched.
     *
     * @param tier highest tier of PHI seen in the events; 0 where the events do not say
     * @param basis hit where any of the events is one
     */
    public record Person(int tier, Basis basis, long events, Instant first, Instant last) {
        Person and(Person other) {
            return new Person(
                    Math.max(tier, other.tier),
                    basis == Basis.hit ? basis : other.basis,
                    events + other.events,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Takes an event of the history in, if it belongs to the incident; a repeated one counts once. */
    public void take(AccessEvent event) {
        boolean isHit = wanted.contains(event.getEventId());
        if ((!isHit && activities.stream().noneMatch(activity -> holds(activity, event)))
                || !seen.add(event.getEventId())) {
            return;
        }
        if (isHit) {
            hits++;
        } else {
            others++;
        }
        if (event.getOutcome() != Outcome.success) {
            refused++;
            return;
        }
        Set<String> patients = new HashSet<>(event.getPatients());
        Long counted = event.getPatientsCount();
        unlisted += counted == null ? 0 : Math.max(0, counted - patients.size());
        Person touched = new Person(
                event.getPhiTier(), isHit ? Basis.hit : Basis.activity, 1, event.getEventTime(), event.getEventTime());
        patients.forEach(patient -> people.merge(patient, touched, Person::and));
    }

    private boolean holds(Activity activity, AccessEvent event) {
        return event.getTenant().equals(activity.tenant())
                && event.getEnvironment() == activity.environment()
                && !event.getEventTime().isBefore(activity.from())
                && !event.getEventTime().isAfter(activity.to())
                && activity.group().entrySet().stream().allMatch(field -> has(event, field.getKey(), field.getValue()));
    }

    private boolean has(AccessEvent event, String name, String value) {
        Object known = value(event, name);
        return known instanceof Collection<?> many
                ? many.stream().anyMatch(one -> one.toString().equals(value))
                : known != null && known.toString().equals(value);
    }

    private @Nullable Object value(AccessEvent event, String name) {
        if (name.startsWith(ATTRIBUTES)) {
            return event.getAttributes().get(name.substring(ATTRIBUTES.length()));
        }
        Schema.Field field = fields.get(name);
        return field == null ? null : event.get(field.pos());
    }

    /** Affected people by their token. */
    public Map<String, Person> people() {
        return Map.copyOf(people);
    }

    /** People by tier, the highest first. */
    public Map<Integer, Long> byTier() {
        Map<Integer, Long> byTier = new TreeMap<Integer, Long>().descendingMap();
        people.values().forEach(person -> byTier.merge(person.tier(), 1L, Long::sum));
        return byTier;
    }

    /**
     * People by jurisdiction.
     *
     * @param jurisdictions by token of the patient
     * @param unknown name for those that no table knows
     */
    public Map<String, Long> byJurisdiction(Map<String, String> jurisdictions, String unknown) {
        Map<String, Long> counts = new TreeMap<>();
        people.keySet().forEach(patient -> counts.merge(jurisdictions.getOrDefault(patient, unknown), 1L, Long::sum));
        return counts;
    }

    /** Events that alerts point to and that history still holds. */
    public long hits() {
        return hits;
    }

    /** Events that alerts point to and that history no longer holds. */
    public long missing() {
        return wanted.stream().filter(id -> !seen.contains(id)).count();
    }

    /** Other events of the same groups. */
    public long others() {
        return others;
    }

    /** Events of both kinds that failed or were denied. */
    public long refused() {
        return refused;
    }

    /** Patients that events count but do not name. */
    public long unlisted() {
        return unlisted;
    }
}
