package io.phiwatch.ingest.pull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Fetches for one source. Used by one thread. */
interface Fetcher extends AutoCloseable {
    /** The source. */
    String sourceId();

    /** Pause behind a fetch that came to its end. */
    Duration every();

    /** Pause behind one that did not. */
    Duration pauseAfterFailure();

    /**
     * Fetches once, or goes on fetching.
     *
     * @param closed ends every wait
     * @throws InterruptedException if it is closed meanwhile
     */
    void fetch(CountDownLatch closed) throws InterruptedException;

    @Override
    void close();
}
