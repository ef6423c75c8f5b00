package io.phiwatch.detector.correlate.window;

import io.phiwatch.detector.sigma.Bounds;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A measure of all events of the window in their order, which is taken anew each time. */
final class OrderGauge implements Gauge {
    private final Deque<Event> events = new ArrayDeque<>();
    private final ToDoubleFunction<Collection<Event>> measure;
    private final Predicate<Collection<Event>> isSatisfied;

    OrderGauge(ToDoubleFunction<Collection<Event>> measure, Predicate<Collection<Event>> isSatisfied) {
        this.measure = measure;
        this.isSatisfied = isSatisfied;
    }

    static OrderGauge within(Bounds bounds, ToDoubleFunction<Collection<Event>> measure) {
        return new OrderGauge(measure, events -> bounds.holds(measure.applyAsDouble(events)));
    }

    @Override
    public void add(Event event) {
        events.addLast(event);
    }

    @Override
    public void remove(Event oldest) {
        events.removeFirst();
    }

    @Override
    public double value() {
        return measure.applyAsDouble(events);
    }

    @Override
    public boolean holds() {
        return isSatisfied.test(events);
    }
}
