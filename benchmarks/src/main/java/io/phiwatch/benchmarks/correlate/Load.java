package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Occurrence.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Seeded events of many actors: reads, with some failed logins and exports among them, and now and then an actor who
 * reads one patient after the other, fewer or more than the rules allow.
 *
 * @param events how many
 * @param actors how many groups they fall into
 * @param values how many different patients each actor reads
 * @param late share of events that arrive late
 */
record Load(int events, int actors, int values, double late) {
    /** How late events arrive at most. */
    static final Duration MAX_DELAY = Duration.ofMinutes(10);

    private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
    private static final Duration SPAN = Duration.ofHours(1);
    private static final double RUSHES = 0.001;
    private static final int LEAST_IN_RUSH = 10;
    private static final int MOST_IN_RUSH = 40;
    private static final Duration PACE_OF_RUSH = Duration.ofMillis(500);
    private static final int FAILED_LOGINS_IN = 100;
    private static final int EXPORTS_IN = 100;

    /** In the order of arrival. No two have the same time: engines break ties in different ways. */
    List<Occurrence> generate() {
        Random random = new Random(events * 31L + actors);
        List<Act> acts = acts(random);
        List<Occurrence> occurrences = new ArrayList<>(events);
        long time = START.toEpochMilli();
        for (Act act : acts.subList(0, events)) {
            time = Math.max(time + 1, act.time());
            long delay = random.nextDouble() < late ? random.nextLong(MAX_DELAY.toMillis()) : 0;
            occurrences.add(new Occurrence(
                    "e" + occurrences.size(), time, time + delay, "staff-" + act.actor(), act.kind(), act.value()));
        }
        occurrences.sort(Comparator.comparingLong(Occurrence::received));
        return occurrences;
    }

    private record Act(long time, int actor, Kind kind, String value) {}

    private List<Act> acts(Random random) {
        List<Act> acts = new ArrayList<>(events);
        double step = (double) SPAN.toMillis() / events;
        for (int i = 0; i < events; i++) {
            long time = START.toEpochMilli() + Math.round(i * step);
            int actor = random.nextInt(actors);
            acts.add(new Act(time, actor, kind(random), patient(random, actor)));
            if (random.nextDouble() < RUSHES) {
                int reads = random.nextInt(LEAST_IN_RUSH, MOST_IN_RUSH);
                for (int j = 0; j < reads; j++) {
                    acts.add(new Act(time + j * PACE_OF_RUSH.toMillis(), actor, Kind.READ, patient(random, actor)));
                }
            }
        }
        acts.sort(Comparator.comparingLong(Act::time));
        return acts;
    }

    private static Kind kind(Random random) {
        if (random.nextInt(FAILED_LOGINS_IN) == 0) {
            return Kind.FAILED_LOGIN;
        }
        return random.nextInt(EXPORTS_IN) == 0 ? Kind.EXPORT : Kind.READ;
    }

    private String patient(Random random, int actor) {
        return "p1.patient." + actor + '.' + random.nextInt(values);
    }
}
