package io.phiwatch.alerting.clock;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One duty with a time limit, as its file says.
 *
 * @param id name by which commands, pages and evidence speak of it
 * @param title what has to be done
 * @param citation where it is written
 * @param source address of the text
 * @param checked when somebody last read that text
 * @param recipient who has to be told
 * @param byDefault whether it starts by itself; others start where the configuration names them
 * @param places where the people live whom it protects, as ISO 3166 codes; empty for everywhere
 * @param counted whom its thresholds count
 * @param start what it counts from
 * @param after the law that has to be met first, where {@code start} says so
 * @param zone in which its days end; null takes that of the organisation
 * @param terms how long it gives: the first whose threshold is reached holds, and where none is it does not apply
 * @param extensionDays days by which it may be extended once; 0 where it may not
 * @param stoppedByLowProbability whether a low probability of compromise ends it
 * @param notes what whoever reads it should know
 * @param version digest of the file
 */
public record Law(
        String id,
        String title,
        String citation,
        URI source,
        LocalDate checked,
        String recipient,
        boolean byDefault,
        List<String> places,
        Counted counted,
        Start start,
        @Nullable String after,
        @Nullable ZoneId zone,
        List<Term> terms,
        int extensionDays,
        boolean stoppedByLowProbability,
        String notes,
        String version) {

    public Law {
        places = List.copyOf(places);
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("terms: must not be empty");
        }
        if ((start == Start.met) == (after == null)) {
            throw new IllegalArgumentException("after: goes with start: met, and only with it");
        }
    }

    /** Whom a threshold counts. */
    public enum Counted {
        /** All affected people. */
        everyone,
        /** Those who live in its places. */
        residents,
        /** Those of the one place that has most. */
        largest_place
    }

    /** What a law counts from. */
    public enum Start {
        /** The detection of the first alert that may be a breach. */
        discovery,
        /** The finding of a person that it is one; until then the discovery, to be on the safe side. */
        determination,
        /** The moment at which another duty was met. */
        met
    }

    /**
     * A time limit and from how many people on it holds.
     *
     * @param atLeast fewest people
     */
    public record Term(long atLeast, Due due) {}

    /** People whom it counts. */
    long count(Affected affected, Set<String> home) {
        return switch (counted) {
            case everyone -> affected.total();
            case residents -> affected.in(places, home);
            case largest_place -> affected.inLargest();
        };
    }

    /** The time limit for so many people; empty where it does not apply. */
    Optional<Term> term(long people) {
        return terms.stream().filter(term -> people >= term.atLeast()).findFirst();
    }
}
