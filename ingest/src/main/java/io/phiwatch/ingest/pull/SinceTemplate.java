package io.phiwatch.ingest.pull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Puts the time from which on a poll asks into its address or query. */
final class SinceTemplate {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private SinceTemplate() {}

    /** Puts a time where a template names it. */
    static String fill(String template, Instant since) {
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        LocalDateTime utc = LocalDateTime.ofInstant(second, ZoneOffset.UTC);
        return template.replace("{since}", second.toString())
                .replace("{since:date}", utc.toLocalDate().toString())
                .replace("{since:text}", utc.format(TEXT).replace(" ", "%20"))
                .replace("{since:epoch}", Long.toString(second.getEpochSecond()));
    }
}
