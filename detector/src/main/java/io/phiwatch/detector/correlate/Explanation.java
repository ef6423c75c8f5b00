package io.phiwatch.detector.correlate;

import io.phiwatch.detector.sigma.CorrelationRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The sentence with the numbers that made a correlation fire, such as {@code 23 distinct patients in 9 min 30 s by staff-7
 * (threshold 20 in 10 min)}. It names fields, numbers and the entity; values that were counted are never in it.
 */
final class Explanation {
    private static final Map<String, String> PREPOSITIONS =
            Map.of("actor", "by", "client", "from", "route", "on", "destination", "to", "source", "at");

    private final CorrelationRule rule;

    Explanation(CorrelationRule rule) {
        this.rule = rule;
    }

    String of(Episode episode) {
        Window.Peak peak = episode.peak();
        String kind = rule.metadata().entity().kind();
        String text = String.format(
                Locale.ROOT,
                "%s %s in %s %s %s (threshold %s%s in %s)",
                number(peak.measure()),
                measured(),
                text(Duration.ofMillis(peak.last() - peak.first())),
                PREPOSITIONS.getOrDefault(kind, "for " + kind),
                episode.entity(),
                rule.measure().bounds().holds(rule.measure().bounds().threshold()) ? "" : "more than ",
                number(rule.measure().bounds().threshold()),
                text(rule.timespan()));
        return episode.told().revision() == 1 ? text : text + "; " + episode.hits() + " events so far";
    }

    private String measured() {
        String fields = String.join(" and ", rule.measure().field());
        return switch (rule.type()) {
            case EVENT_COUNT -> "events";
            case VALUE_COUNT -> "distinct " + fields;
            case TEMPORAL, TEMPORAL_ORDERED -> "different rules";
            case VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> fields + " in total";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }

    static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "min");
        append(text, duration.toSecondsPart(), "s");
        return text.isEmpty() ? duration.toMillis() + " ms" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
