package io.phiwatch.detector.correlate;

import io.phiwatch.detector.codec.Digests;
import io.phiwatch.detector.correlate.window.Event;
import io.phiwatch.detector.sigma.CorrelationRule;
import io.phiwatch.schema.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of a signal what windows count. Immutable. */
final class EventReader {
    private static final int MOST_PATIENTS = 64;

    private final CorrelationRule rule;
    private final boolean countsNumbers;

    EventReader(CorrelationRule rule) {
        this.rule = rule;
        this.countsNumbers = rule.extensions().sequence() != null;
    }

    Event read(Signal signal) {
        List<String> matched = matched(signal);
        CorrelationRule.Ratio ratio = rule.extensions().ratio();
        Event.Counted counted = new Event.Counted(
                places(matched),
                values(signal),
                amount(signal.getAmount()),
                1,
                ratio != null && matched.contains(ratio.of()) ? 1 : 0);
        List<Long> patients = new ArrayList<>();
        for (String patient : signal.getPatients()
                .subList(0, Math.min(MOST_PATIENTS, signal.getPatients().size()))) {
            patients.add(Digests.shortOf(patient));
        }
        return new Event(
                signal.getRef(), Digests.shortOf(signal.getRef().getEventId()), counted, signal.getSurface(), patients);
    }

    /** The rules of the correlation that the event matched. */
    static List<String> matched(Signal signal) {
        List<String> matched = new ArrayList<>(1 + signal.getAlsoMatched().size());
        matched.add(signal.getMatchedRule());
        matched.addAll(signal.getAlsoMatched());
        return matched;
    }

    private List<Integer> places(List<String> matched) {
        List<Integer> places = new ArrayList<>(matched.size());
        for (String reference : matched) {
            int place = rule.rules().indexOf(reference);
            if (place >= 0) {
                places.add(place);
            }
        }
        return places;
    }

    private List<Long> values(Signal signal) {
        List<Long> values = new ArrayList<>(signal.getValues().size());
        for (String value : signal.getValues()) {
            Long key = countsNumbers ? whole(value) : Long.valueOf(Digests.shortOf(value));
            if (key != null && !values.contains(key)) {
                values.add(key);
            }
        }
        return values;
    }

    private static @Nullable Long whole(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A sum only grows: what is negative adds nothing to it. */
    private @Nullable Double amount(@Nullable Double amount) {
        return amount != null && rule.type() == CorrelationRule.Type.VALUE_SUM
                ? Double.valueOf(Math.max(0, amount))
                : amount;
    }
}
