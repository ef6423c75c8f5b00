package io.phiwatch.detector.correlate;

import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.correlate.window.Peak;
import io.phiwatch.detector.correlate.window.Windows;
import io.phiwatch.detector.sigma.Bounds;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.EventRef;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an alert shows of the window that fired, and the sentence with its numbers, such as {@code 23 distinct patients in
 * 9 min 30 s by staff-7 (threshold 20 in 10 min)}. It names fields, rules, numbers and the entity; values that were
 * counted are never in it. Immutable.
 */
final class Explanation {
    private static final Map<String, String> PREPOSITIONS =
            Map.of("actor", "by", "client", "from", "route", "on", "destination", "to", "source", "at");
    private static final MathContext DIGITS = new MathContext(6);
    private static final double PERCENT = 100;

    private final CorrelationRule rule;
    private final UnaryOperator<String> names;

    Explanation(CorrelationRule rule, UnaryOperator<String> names) {
        this.rule = rule;
        this.names = names;
    }

    Shown shown(Peak peak, Event newest, Shown.Subject subject, boolean isMerged) {
        List<Event> events = peak.events();
        List<EventRef> newestRefs = events.subList(Math.max(0, events.size() - Shown.MOST), events.size()).stream()
                .map(Event::ref)
                .toList();
        long patients = events.stream()
                .flatMap(event -> event.patients().stream())
                .distinct()
                .count();
        return new Shown(subject, peak.value(), newest.time(), of(peak, subject, isMerged), patients, newestRefs);
    }

    private String of(Peak peak, Shown.Subject subject, boolean isMerged) {
        String kind = rule.metadata().entity().kind();
        return String.format(
                Locale.ROOT,
                "%s %s %s %s %s (%s%s)",
                measured(peak),
                isTemporal() ? "within" : "in",
                text(Duration.ofMillis(peak.length())),
                PREPOSITIONS.getOrDefault(kind, "for " + kind),
                subject.entity(),
                compared(),
                isMerged ? ", exact to " + text(Windows.mergedWidth(rule.timespan())) : "");
    }

    private boolean isTemporal() {
        return rule.type() == CorrelationRule.Type.TEMPORAL || rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED;
    }

    private String measured(Peak peak) {
        String fields = String.join(" and ", rule.measure().field());
        String value = number(peak.value());
        CorrelationRule.Ratio ratio = rule.extensions().ratio();
        Integer widest = rule.extensions().sequence();
        Integer mostEvents = rule.extensions().maxPerValue();
        return switch (rule.type()) {
            case EVENT_COUNT ->
                ratio == null
                        ? value + " events"
                        : number(peak.value() * PERCENT) + " % of " + number((double) peak.count()) + " events "
                                + names.apply(ratio.of());
            case VALUE_COUNT ->
                widest == null
                        ? value + " distinct " + fields
                                + (mostEvents == null ? "" : " of at most " + mostEvents + " events each")
                        : value + " " + fields + " in sequence";
            case VALUE_SUM -> value + " " + fields + " in total";
            case VALUE_AVG -> "average " + fields + " " + value;
            case VALUE_MEDIAN -> "median " + fields + " " + value;
            case VALUE_PERCENTILE ->
                "percentile "
                        + number(
                                rule.measure().percentile() == null
                                        ? PERCENT / 2
                                        : rule.measure().percentile()) + " of " + fields + " " + value;
            case TEMPORAL -> matched(peak, " and ");
            case TEMPORAL_ORDERED -> matched(peak, " then ");
        };
    }

    /** The rules that matched in the window, in the order of the correlation. */
    private String matched(Peak peak, String joint) {
        List<Integer> seen = peak.events().stream()
                .flatMap(event -> event.counted().rules().stream())
                .distinct()
                .sorted()
                .toList();
        return seen.stream().map(index -> names.apply(rule.rules().get(index))).collect(Collectors.joining(joint));
    }

    private String compared() {
        String in = text(rule.timespan());
        CorrelationRule.Ratio ratio = rule.extensions().ratio();
        if (isTemporal()) {
            String order = rule.type() == CorrelationRule.Type.TEMPORAL_ORDERED ? "in this order within " : "within ";
            return order + in;
        }
        return "threshold "
                + (ratio == null
                        ? words(rule.measure().bounds(), 1, "")
                        : words(ratio.bounds(), PERCENT, " %") + " of "
                                + words(rule.measure().bounds(), 1, "") + " events")
                + " in " + in;
    }

    private static String words(Bounds bounds, double factor, String unit) {
        return bounds.comparisons().stream()
                .map(bound -> word(bound.operator(), bounds) + number(bound.value() * factor) + unit)
                .collect(Collectors.joining(" and "));
    }

    private static String word(Bounds.Operator operator, Bounds bounds) {
        return switch (operator) {
            case GT -> "more than ";
            case GTE -> bounds.comparisons().size() == 1 ? "" : "at least ";
            case LT -> "less than ";
            case LTE -> "at most ";
            case EQ -> "exactly ";
            case NEQ -> "other than ";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%,f", BigDecimal.valueOf(value).round(DIGITS))
                        .replaceAll("0+$", "");
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
