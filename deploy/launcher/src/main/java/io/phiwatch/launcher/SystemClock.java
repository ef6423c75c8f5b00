package io.phiwatch.launcher;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;

/** The wall clock. The only class that may ask for it: everything else is given a clock. */
public final class SystemClock {
    /** Milliseconds since this JVM started. The process may be older: the start script becomes the JVM after it built. */
    public static long millisSinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private SystemClock() {}

    public static InstantSource get() {
        return InstantSource.system();
    }
}
