package io.phiwatch.alerting.clock;

import io.phiwatch.schema.ClockState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person may decide on a clock, and in which states of it. */
enum Decision {
    /** It applies: what happened is a breach. */
    confirm(EnumSet.of(ClockState.possible)),
    /** Whoever had to be told was told. */
    met(EnumSet.of(ClockState.possible, ClockState.running, ClockState.held)),
    /** It does not apply. */
    stop(EnumSet.of(ClockState.possible, ClockState.running, ClockState.held)),
    /** It waits, since the law allows a delay. */
    hold(EnumSet.of(ClockState.possible, ClockState.running)),
    /** It goes on before the delay is over. */
    release(EnumSet.of(ClockState.held)),
    /** The one extension of its law is taken. */
    extend(EnumSet.of(ClockState.possible, ClockState.running)),
    /** It was met or stopped by mistake. */
    reinstate(EnumSet.of(ClockState.met, ClockState.stopped)),
    /** It runs though it did not start by itself. */
    start(EnumSet.noneOf(ClockState.class));

    private final Set<ClockState> from;

    Decision(Set<ClockState> from) {
        this.from = from;
    }

    boolean isOpenTo(ClockState state) {
        return from.contains(state);
    }

    static Optional<Decision> of(String name) {
        return Stream.of(values())
                .filter(decision -> decision.name().equals(name))
                .findFirst();
    }
}
