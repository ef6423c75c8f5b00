package io.phiwatch.alerting.page;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** How the sinks of this process do, for health, metrics and people. Thread-safe. */
public final class SinkBoard {
    static final String UP = "phiwatch.pages.sink.up";

    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, SinkHealth> board = new ConcurrentSkipListMap<>();

    public SinkBoard(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
    }

    void add(String sink) {
        board.put(sink, new SinkHealth(sink, true, null, null));
        Gauge.builder(UP, () -> isUp(sink) ? 1 : 0).tag("sink", sink).register(meters);
    }

    void update(String sink, Courier.Outcome outcome) {
        boolean isUp = !outcome.verdict().equals("failed");
        board.put(sink, new SinkHealth(sink, isUp, outcome.code(), clock.instant()));
    }

    /** How each does, by name. */
    public List<SinkHealth> all() {
        return List.copyOf(board.values());
    }

    private boolean isUp(String sink) {
        return Optional.ofNullable(board.get(sink)).map(SinkHealth::isUp).orElse(false);
    }
}
