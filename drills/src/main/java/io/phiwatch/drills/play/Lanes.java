package io.phiwatch.drills.play;

import io.phiwatch.drills.play.IngestClient.Answer;
import io.phiwatch.drills.source.Delivery;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** One lane for each source: its deliveries keep their order, while those of others go on beside them. Thread-safe. */
final class Lanes implements AutoCloseable {
    /** Waiting for an answer, or for the one before them; more would only hide that the ingest is too slow. */
    private static final int MOST_IN_FLIGHT = 256;

    private final Map<String, ExecutorService> lanes = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    private final Phaser inFlight = new Phaser(1);
    private final IngestClient client;
    private final Tally tally;
    private volatile boolean closed;

    Lanes(IngestClient client, Tally tally) {
        this.client = client;
        this.tally = tally;
    }

    /** Sends it after the earlier ones of its lane; does nothing once closed. */
    void send(String lane, Delivery delivery) throws InterruptedException {
        room.acquire();
        if (closed) {
            return;
        }
        inFlight.register();
        try {
            lanes.computeIfAbsent(lane, Lanes::open).execute(() -> deliver(delivery));
        } catch (RejectedExecutionException e) {
            // closed in between
            inFlight.arriveAndDeregister();
        }
    }

    /** Deliveries that were given and have no answer yet. */
    int waiting() {
        return MOST_IN_FLIGHT - room.availablePermits();
    }

    /** Waits until everything that was given has been answered. */
    void drain() throws InterruptedException {
        inFlight.awaitAdvanceInterruptibly(inFlight.arrive());
    }

    /** Stops at once; what is under way is given up and not counted. */
    @Override
    public void close() {
        closed = true;
        lanes.values().forEach(ExecutorService::shutdownNow);
        inFlight.forceTermination();
        room.release(MOST_IN_FLIGHT);
    }

    private void deliver(Delivery delivery) {
        try {
            Answer answer = client.send(delivery);
            if (!closed) {
                tally.count(delivery.sourceId(), answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
            inFlight.arriveAndDeregister();
        }
    }

    private static ExecutorService open(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("drill-" + name).factory());
    }
}
