package io.phiwatch.alerting.clock;

import io.phiwatch.schema.ClockState;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person may decide on a clock, and in which states of it. */
enum Decision {
    /** It applies: what happened is a breach. */
    confirm,
    /** Whoever had to be told was told. */
    met,
    /** It does not apply. */
    stop,
    /** It waits, since the law allows a delay. */
    hold,
    /** It goes on before the delay is over. */
    release,
    /** The one extension of its law is taken. */
    extend,
    /** It was met or stopped by mistake. */
    reinstate,
    /** It runs though it did not start by itself. */
    start;

    /** Whether a clock in that state may be decided on so. */
    boolean isOpenTo(ClockState state) {
        boolean runs = state == ClockState.possible || state == ClockState.running;
        return switch (this) {
            case confirm -> state == ClockState.possible;
            case met, stop -> runs || state == ClockState.held;
            case hold, extend -> runs;
            case release -> state == ClockState.held;
            case reinstate -> state == ClockState.met || state == ClockState.stopped;
            case start -> false;
        };
    }

    static Optional<Decision> of(String name) {
        return Stream.of(values())
                .filter(decision -> decision.name().equals(name))
                .findFirst();
    }
}
