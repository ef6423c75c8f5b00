package io.phiwatch.benchmarks.correlate;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.benchmarks.correlate.Occurrence.Kind;
import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Siddhi: windows over the events' own time, and a clock that is set by the events. */
final class SiddhiEngine implements Engine {
    @SuppressWarnings("InlineFormatString") // the rules read better apart from what loads them
    private static final String RULES = """
            @app:playback
            define stream READ(actor string, patient string, time long);
            define stream FAILED_LOGIN(actor string, patient string, time long);
            define stream EXPORT(actor string, patient string, time long);
            from READ#window.externalTime(time, 1 min)
              select actor, time, count() as n group by actor having n >= %dL insert into COUNT;
            from READ#window.externalTime(time, 10 min)
              select actor, time, distinctCount(patient) as n group by actor having n >= %dL insert into DISTINCT_PATIENTS;
            partition with (actor of FAILED_LOGIN, actor of EXPORT) begin
              from every earlier=FAILED_LOGIN -> later=EXPORT within 5 min
                select later.actor as actor, later.time as time insert into ORDERED;
            end;
            """;

    private static final Map<Correlation, String> OUTPUTS = Map.of(
            Correlation.COUNT, "COUNT", Correlation.DISTINCT, "DISTINCT_PATIENTS", Correlation.ORDERED, "ORDERED");

    private final SiddhiManager siddhi = new SiddhiManager();
    private final Map<Kind, InputHandler> inputs = new EnumMap<>(Kind.class);
    private final List<Span> firings = new ArrayList<>();

    SiddhiEngine(Thresholds thresholds) {
        SiddhiAppRuntime application = siddhi.createSiddhiAppRuntime(
                String.format(Locale.ROOT, RULES, thresholds.reads(), thresholds.patients()));
        OUTPUTS.forEach((rule, stream) -> application.addCallback(stream, new StreamCallback() {
            @Override
            public void receive(Event[] events) {
                record(rule, events);
            }
        }));
        application.start();
        for (Kind kind : Kind.values()) {
            inputs.put(kind, application.getInputHandler(kind.name()));
        }
    }

    @Override
    public Runnable prepare(List<Occurrence> occurrences) {
        List<Object[]> events = occurrences.stream()
                .map(one -> new Object[] {one.actor(), one.value(), one.time()})
                .toList();
        return () -> {
            try {
                for (int i = 0; i < events.size(); i++) {
                    Occurrence one = occurrences.get(i);
                    Objects.requireNonNull(inputs.get(one.kind())).send(one.time(), events.get(i));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        };
    }

    private void record(Correlation rule, Event[] fired) {
        for (Event event : fired) {
            long time = (Long) event.getData(1);
            firings.add(new Span(rule, (String) event.getData(0), time, time));
        }
    }

    @Override
    public List<Span> episodes() {
        return Span.episodes(firings);
    }

    @Override
    public void close() {
        siddhi.shutdown();
    }
}
