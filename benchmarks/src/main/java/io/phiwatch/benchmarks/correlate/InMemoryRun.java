package io.phiwatch.benchmarks.correlate;

import java.util.List;

/**
 * One engine over one load.
 *
 * @param rate events per second, without the time to bring them into the engine's form
 * @param episodes what fired
 */
record InMemoryRun(double rate, List<Span> episodes) {
    /** Small enough that what was prepared is still near when it is fed, and that memory holds the state, not the input. */
    private static final int CHUNK = 10_000;

    /** Feeds the engine and closes it. */
    static InMemoryRun of(Engine engine, List<Occurrence> occurrences) {
        try (engine) {
            long nanos = 0;
            for (int from = 0; from < occurrences.size(); from += CHUNK) {
                Runnable feed = engine.prepare(occurrences.subList(from, Math.min(occurrences.size(), from + CHUNK)));
                long start = System.nanoTime();
                feed.run();
                nanos += System.nanoTime() - start;
            }
            return new InMemoryRun(occurrences.size() / (nanos / 1e9), engine.episodes());
        }
    }
}
