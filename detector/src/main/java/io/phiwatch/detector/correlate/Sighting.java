package io.phiwatch.detector.correlate;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.schema.EventRef;
import io.phiwatch.schema.Signal;
import io.phiwatch.schema.Surface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An event that a rule keeps to show.
 *
 * @param patients hashes of the tokens of the patients touched, at most {@value #MOST_PATIENTS}
 */
public record Sighting(EventRef ref, Surface surface, List<Long> patients) {
    /** How many events an alert shows. */
    static final int MOST = 20;

    private static final int MOST_PATIENTS = 64;

    private static final Comparator<Sighting> BY_TIME_AND_ID =
            Comparator.comparingLong(Sighting::time).thenComparing(sighting -> sighting.ref.getEventId());

    public Sighting {
        patients = List.copyOf(patients);
    }

    static Sighting of(Signal signal) {
        List<Long> patients = signal.getPatients().stream()
                .limit(MOST_PATIENTS)
                .map(Digests::shortOf)
                .toList();
        return new Sighting(signal.getRef(), signal.getSurface(), patients);
    }

    long time() {
        return ref.getEventTime().toEpochMilli();
    }

    boolean isOf(EventRef other) {
        return ref.getEventId().equals(other.getEventId());
    }

    /** These and one more, oldest first (ties by event id); the oldest goes where there are too many. */
    static List<Sighting> with(List<Sighting> sightings, Sighting added) {
        List<Sighting> all = new ArrayList<>(sightings);
        all.add(added);
        all.sort(BY_TIME_AND_ID);
        return all.size() > MOST ? all.subList(all.size() - MOST, all.size()) : all;
    }
}
