package io.phiwatch.detector.correlate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A closed interval of window starts, in epoch milliseconds. */
record Span(long from, long to) {
    boolean overlaps(Span other) {
        return from <= other.to && other.from <= to;
    }

    boolean contains(long start) {
        return from <= start && start <= to;
    }

    /** The same set of starts as disjoint spans with gaps between them, in order. */
    static List<Span> union(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(Span::from));
        List<Span> union = new ArrayList<>(sorted.size());
        for (Span span : sorted) {
            int last = union.size() - 1;
            if (last >= 0 && span.from <= union.get(last).to + 1) {
                Span before = union.get(last);
                union.set(last, new Span(before.from, Math.max(before.to, span.to)));
            } else {
                union.add(span);
            }
        }
        return union;
    }
}
