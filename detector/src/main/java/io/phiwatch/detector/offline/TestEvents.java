package io.phiwatch.detector.offline;

import io.phiwatch.detector.event.EnrichedEvent;
import io.phiwatch.detector.event.EventFields;
import io.phiwatch.detector.sigma.Fields;
import io.phiwatch.detector.sigma.MapFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of the events of a test: what stands beside an access event, by its id, goes before what is in it. */
final class TestEvents implements Fields<EnrichedEvent> {
    private final Map<String, TestEvent> events = new HashMap<>();
    private final MapFields beside = new MapFields();
    private final EventFields inside = new EventFields();

    void add(TestEvent event) {
        events.put(event.access().getEventId(), event);
    }

    void clear() {
        events.clear();
    }

    @Nullable
    TestEvent byId(String eventId) {
        return events.get(eventId);
    }

    @Override
    public Accessor<EnrichedEvent> accessor(String name) {
        Accessor<Map<String, Object>> first = beside.accessor(name);
        Accessor<EnrichedEvent> second = inside.accessor(name);
        return event -> {
            TestEvent known = byId(event.access().getEventId());
            Object value = known == null ? null : first.get(known.plain());
            return value == null ? second.get(event) : value;
        };
    }

    @Override
    public Iterable<Object> values(EnrichedEvent event) {
        List<Object> values = new ArrayList<>();
        TestEvent known = byId(event.access().getEventId());
        if (known != null) {
            beside.values(known.plain()).forEach(values::add);
        }
        inside.values(event).forEach(values::add);
        return values;
    }
}
