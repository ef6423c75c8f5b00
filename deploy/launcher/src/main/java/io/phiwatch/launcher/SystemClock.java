package io.phiwatch.launcher;

import java.time.InstantSource;

/** The wall clock. The only class that may ask for it: everything else is given a clock. */
public final class SystemClock {
    /** Milliseconds since the process started, by the wall clock. */
    public static long millisSinceStart() {
        return System.currentTimeMillis()
                - ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(java.time.Instant::toEpochMilli)
                        .orElseGet(System::currentTimeMillis);
    }

    private SystemClock() {}

    public static InstantSource get() {
        return InstantSource.system();
    }
}
