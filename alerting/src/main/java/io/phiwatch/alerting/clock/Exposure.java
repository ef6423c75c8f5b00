package io.phiwatch.alerting.clock;

import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * A range of money that a statute names. It says what may be claimed, not what will be: it is no legal advice.
 *
 * @param id its name
 * @param title what may be claimed, by whom
 * @param citation where it is written
 * @param source address of the text
 * @param checked when somebody last read it
 * @param places where the people live whom it counts; empty for everywhere
 * @param lowPerPerson least for each person
 * @param highPerPerson most for each person
 * @param floor least for the whole incident, once a person is affected
 * @param cap most for the whole incident; zero for none
 * @param currency ISO 4217 code
 */
public record Exposure(
        String id,
        String title,
        String citation,
        URI source,
        LocalDate checked,
        List<String> places,
        BigDecimal lowPerPerson,
        BigDecimal highPerPerson,
        BigDecimal floor,
        BigDecimal cap,
        String currency,
        String notes) {

    public Exposure {
        places = List.copyOf(places);
    }

    /**
     * A range for an incident.
     *
     * @param people affected people whom the statute counts, those of unknown residence included
     */
    public record Estimate(Exposure exposure, long people, BigDecimal low, BigDecimal high) {}

    Estimate estimate(Affected affected, Set<String> home) {
        long people = places.isEmpty() ? affected.total() : affected.in(places, home);
        return new Estimate(this, people, sum(lowPerPerson, people), people == 0 ? BigDecimal.ZERO : high(people));
    }

    private BigDecimal high(long people) {
        // A statute that names no sum for a person names one for the whole.
        BigDecimal sum = highPerPerson.signum() == 0 ? cap : sum(highPerPerson, people);
        return sum.max(floor);
    }

    private BigDecimal sum(BigDecimal perPerson, long people) {
        BigDecimal sum = perPerson.multiply(BigDecimal.valueOf(people));
        return cap.signum() > 0 ? sum.min(cap) : sum;
    }
}
