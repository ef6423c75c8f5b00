package io.phiwatch.alerting.incident;

import io.phiwatch.schema.CommandType;
import io.phiwatch.schema.EntityKey;
import io.phiwatch.schema.Incident;
import io.phiwatch.schema.Level;
import io.phiwatch.schema.NotificationReason;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How one incident is taken in by another of another entity. Each is changed by the task that owns it only, so they agree
 * by commands:
 *
 * <pre>
 *   person ──merge──► A ──absorb──► B ──merged: accepted──► A: closed, goes on taking in alerts of its entity for B
 *                     A ──absorb──► B   for each new rule or higher level: B pages
 *                     A ◄──merged: settled── B   when B is put away: the next alert opens a new incident
 *                     A ◄──merged: refused── B   where B was put away before it heard: A is open again
 * </pre>
 *
 * Until B has answered, A stays as it was: an alert always has an incident that somebody looks at.
 */
public final class Merges {
    /** Detail: the incident that takes in. */
    public static final String INTO = "into";

    /** Detail: the incident that is taken in. */
    public static final String FROM = "from";

    /** Detail of {@code absorb}: its level. */
    public static final String LEVEL = "level";

    /** Detail of {@code absorb}: why people should hear of it; missing where the incidents are being merged. */
    public static final String NEWS = "news";

    /** Detail of {@code absorb}: its distinct patients. */
    public static final String PATIENTS = "patients_count";

    /** Detail of {@code absorb}: its surfaces, joined by {@code +}. */
    public static final String SURFACES = "surfaces";

    /** Detail of {@code merged}: what became of it. */
    public static final String OUTCOME = "outcome";

    private Merges() {}

    /** Asks the other incident to take this one in. */
    public static void ask(IncidentEdit edit, String into) {
        edit.send(into, CommandType.absorb, facts(edit));
    }

    /** Tells the incident that took this one in what is new here. */
    public static void tell(IncidentEdit edit, String into, NotificationReason news) {
        Map<String, String> facts = facts(edit);
        facts.put(NEWS, news.name());
        edit.send(into, CommandType.absorb, facts);
    }

    /** Answers an incident that was, or asked to be, taken in. */
    public static void answer(IncidentEdit edit, String from, Answer answer) {
        String into = edit.incident().getIncidentId();
        String level = edit.incident().getLevel().name();
        edit.send(from, CommandType.merged, Map.of(INTO, into, OUTCOME, answer.name(), LEVEL, level));
    }

    /** Tells all incidents that were taken in that this one is put away. */
    public static void settle(IncidentEdit edit) {
        edit.incident().getMergedFrom().forEach(from -> answer(edit, from, Answer.settled));
    }

    /** Why another incident cannot be named: it is the same one, or one of another tenant. */
    public static Optional<Refusal> refusalOfOther(Incident incident, String other) {
        if (other.equals(incident.getIncidentId())) {
            return Optional.of(Refusal.INVALID_DETAILS);
        }
        return EntityKey.ofIncident(other).isOf(incident.getTenant())
                ? Optional.empty()
                : Optional.of(Refusal.WRONG_TENANT);
    }

    /** What an incident that takes in says to the one taken in. */
    public enum Answer {
        /** It took it in. */
        accepted,
        /** It cannot: nobody works on it any more. */
        refused,
        /** It was put away. */
        settled
    }

    /** The level that a detail names; the lowest where it names none. */
    public static Level level(Optional<String> name) {
        return name.flatMap(text -> Arrays.stream(Level.values())
                        .filter(level -> level.name().equals(text))
                        .findFirst())
                .orElse(Level.informational);
    }

    private static Map<String, String> facts(IncidentEdit edit) {
        Incident.Builder incident = edit.incident();
        Map<String, String> facts = new TreeMap<>();
        facts.put(FROM, incident.getIncidentId());
        facts.put(LEVEL, incident.getLevel().name());
        facts.put(PATIENTS, Long.toString(incident.getPatientsCount()));
        facts.put(SURFACES, incident.getSurfaces().stream().map(Enum::name).collect(Collectors.joining("+")));
        return facts;
    }
}
