package io.phiwatch.ingest.adapter.lms;

import io.phiwatch.ingest.adapter.Adapter;
import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.JsonPayload;
import io.phiwatch.ingest.adapter.Parsed;
import io.phiwatch.ingest.adapter.Signatures;
import io.phiwatch.ingest.adapter.Source;
import java.time.DateTimeException;
import java.time.Period;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads trainings that were completed, as xAPI 1.0.3 statements or CSV: an event, and until when the training of that
 * member of staff is valid. See docs/adapters/lms.md.
 */
public final class LmsAdapter implements Adapter {
    private static final Period YEAR = Period.ofYears(1);

    @Override
    public String platform() {
        return "lms";
    }

    @Override
    public boolean isAuthentic(Delivery delivery, Source source) {
        return Signatures.isBearer(delivery, source.secrets());
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public List<Parsed> parse(Delivery delivery, Source source) {
        Period validity = validity(source);
        boolean csv = delivery.mediaType().equals("text/csv");
        Stream<Completion.Read> read = csv
                ? CompletionFile.rows(delivery.text())
                : JsonPayload.parse(delivery.body()).stream()
                        .flatMap(body ->
                                JsonPayload.items(body.has("statements") ? body.path("statements") : body).stream())
                        .map(Statement::read);
        List<Parsed> parsed = read.flatMap(item -> item.parsed(validity)).toList();
        return parsed.isEmpty() && !csv && JsonPayload.parse(delivery.body()).isEmpty()
                ? List.of(new Parsed.Rejected(Parsed.Reason.MALFORMED_JSON, null, delivery.body()))
                : parsed;
    }

    /** How long a training is valid where it does not say so itself: ISO 8601, a year unless set. */
    private static Period validity(Source source) {
        try {
            return Period.parse(source.settings().getOrDefault("valid_for", YEAR.toString()));
        } catch (DateTimeException notAPeriod) {
            return YEAR;
        }
    }
}
