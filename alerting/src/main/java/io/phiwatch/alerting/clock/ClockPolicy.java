package io.phiwatch.alerting.clock;

import io.phiwatch.schema.Level;
import java.time.ZoneId;
import java.util.Set;

/**
 * Which clocks an organisation keeps.
 *
 * @param also ids of laws that start though they do not by default
 * @param never ids of laws that never start by themselves
 * @param home countries in which people of unknown residence may live
 * @param zone where days end for laws that name no zone of their own
 * @param from lowest level of an alert that starts clocks
 */
public record ClockPolicy(Set<String> also, Set<String> never, Set<String> home, ZoneId zone, Level from) {
    public ClockPolicy {
        also = Set.copyOf(also);
        never = Set.copyOf(never);
        home = Set.copyOf(home);
    }

    /** The laws that start by default, for an organisation in the east of the USA. */
    public static ClockPolicy defaults() {
        return new ClockPolicy(Set.of(), Set.of(), Set.of("US"), ZoneId.of("America/New_York"), Level.medium);
    }

    boolean keeps(Law law) {
        return (law.byDefault() || also.contains(law.id())) && !never.contains(law.id());
    }
}
