package io.phiwatch.detector.correlate.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Hot starts: the starts s of windows [s, s + timespan] that are satisfied. Disjoint spans in order, with gaps between
 * them. Further events never cool a start down. Not thread-safe.
 */
public final class HotSpans {
    private final List<Span> spans;

    public HotSpans(List<Span> spans) {
        this.spans = new ArrayList<>(spans);
    }

    /**
     * What became of an added span.
     *
     * @param merged the span that it is part of now
     * @param fresh the parts that were not hot before
     */
    record Added(Span merged, List<Span> fresh) {}

    Added add(Span span) {
        int low = firstReaching(span.from() - 1);
        int high = low;
        long next = span.from();
        List<Span> fresh = new ArrayList<>(1);
        while (high < spans.size() && spans.get(high).from() <= span.to() + 1) {
            Span known = spans.get(high);
            if (next < known.from()) {
                fresh.add(new Span(next, known.from() - 1));
            }
            next = Math.max(next, known.to() + 1);
            high++;
        }
        if (next <= span.to()) {
            fresh.add(new Span(next, span.to()));
        }
        if (low == high) {
            spans.add(low, span);
            return new Added(span, fresh);
        }
        Span merged = new Span(
                Math.min(span.from(), spans.get(low).from()),
                Math.max(span.to(), spans.get(high - 1).to()));
        spans.subList(low + 1, high).clear();
        spans.set(low, merged);
        return new Added(merged, fresh);
    }

    /** Whether a start of the interval is hot. */
    boolean touches(long from, long to) {
        int at = firstReaching(from);
        return at < spans.size() && spans.get(at).from() <= to;
    }

    /** Whether every start of the interval is hot. */
    boolean covers(long from, long to) {
        int at = firstReaching(from);
        return at < spans.size()
                && spans.get(at).from() <= from
                && spans.get(at).to() >= to;
    }

    /** Forgets the spans that end before that start; tells whether there were any. */
    public boolean forgetBefore(long start) {
        int gone = firstReaching(start);
        spans.subList(0, gone).clear();
        return gone > 0;
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /** The last hot start; the least long where there is none. */
    public long last() {
        return spans.isEmpty() ? Long.MIN_VALUE : spans.getLast().to();
    }

    /** Place of the first span that ends at that start or after it: most of what is asked for is at the end. */
    private int firstReaching(long start) {
        int at = spans.size();
        while (at > 0 && spans.get(at - 1).to() >= start) {
            at--;
        }
        return at;
    }
}
