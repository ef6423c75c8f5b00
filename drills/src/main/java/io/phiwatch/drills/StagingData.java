package io.phiwatch.drills;

import io.phiwatch.drills.payload.ShopifyWebhooks;
import io.phiwatch.drills.payload.ShopifyWebhooks.Purchase;
import io.phiwatch.drills.population.Draw;
import io.phiwatch.drills.population.Patient;
import io.phiwatch.drills.population.Population;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Invented patients and orders for a staging shop; the same for the same seed. Immutable. */
public final class StagingData {
    private static final long PURPOSE = 21;
    private static final int STAFF = 24;
    private static final Duration BACK = Duration.ofDays(90);

    private final long seed;
    private final Population population;

    public StagingData(long seed, int patients) {
        this.seed = seed;
        this.population = new Population(seed, STAFF, patients);
    }

    /** A header and a line for each patient, in the columns that shops import customers by. */
    public List<String> patientsCsv() {
        return Stream.concat(
                        Stream.of("First Name,Last Name,Email,Phone,Address1,City,Province Code,Country Code,Zip,MRN"),
                        population.patients().stream().map(StagingData::line))
                .toList();
    }

    private static String line(Patient patient) {
        return String.join(
                ",",
                patient.firstName(),
                patient.lastName(),
                patient.email(),
                patient.phone(),
                "100 Example Street",
                "Springfield",
                "IL",
                "US",
                "62701",
                patient.mrn());
    }

    /** Orders of the last 90 days as JSON, one a line, as Shopify's webhooks and API write them. */
    public List<String> orders(int count, Instant now) {
        Draw draw = new Draw(seed, PURPOSE);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Purchase purchase = Purchase.draw(draw.pick(population.patients()), draw);
                    return ShopifyWebhooks.orderCreated(purchase, now.minus(draw.upTo(BACK)), draw)
                            .body();
                })
                .toList();
    }
}
