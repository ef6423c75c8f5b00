package io.phiwatch.drills.play;

import io.phiwatch.drills.Simulation;
import io.phiwatch.drills.source.Delivery;
import io.phiwatch.drills.source.SimulatedSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a simulation against a running ingest: {@link #prelude}, then {@link #play}, then {@link #linger}, each of which
 * blocks its caller. One thread plays; any may {@link #close} or read the {@link #report}.
 */
public final class Player implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Player.class);

    /** Of the prelude, sent side by side: close enough in time that none is late. */
    private static final Duration STEP = Duration.ofMinutes(5);

    private static final int PRELUDE_LANES = 8;
    private static final Duration LONGEST_PARK = Duration.ofMillis(50);
    /** With more under way the ingest is too slow for the clock, and events would come too late to count. */
    private static final int MOST_WAITING = 64;

    private final Simulation simulation;
    private final SimulatedClock clock;
    private final Tally tally = new Tally();
    private final IngestClient client;
    private final Lanes lanes;
    private final Iterator<Delivery> deliveries;
    /** Read from the timeline but not yet due in the phase that read it; touched by the playing thread only. */
    private @Nullable Delivery pending;

    private volatile boolean closed;

    /**
     * @param ingest base address, without {@code /ingest}
     * @param clock the one that the ingest goes by, frozen at or before the prelude's start
     */
    public Player(Simulation simulation, List<SimulatedSource> sources, URI ingest, SimulatedClock clock) {
        this.simulation = simulation;
        this.clock = clock;
        client = new IngestClient(ingest, sources, clock);
        lanes = new Lanes(client, tally);
        deliveries = simulation.deliveries();
    }

    /**
     * Steps the clock through two weeks of logins as fast as they are accepted.
     *
     * @param tick called after each simulated day, with the clock at its end
     */
    public PlayReport prelude(Runnable tick) {
        List<Delivery> logins = simulation.prelude();
        Instant day = simulation.preludeStart().plus(Duration.ofDays(1));
        try {
            int next = 0;
            while (next < logins.size() && !isStopped()) {
                Instant first = logins.get(next).at();
                if (first.isAfter(day)) {
                    clock.advanceTo(day);
                    tick.run();
                    day = day.plus(Duration.ofDays(1));
                    continue;
                }
                int end = next;
                while (end < logins.size()
                        && Duration.between(first, logins.get(end).at()).compareTo(STEP) <= 0) {
                    end++;
                }
                sendTogether(logins.subList(next, end));
                next = end;
            }
            clock.advanceTo(simulation.config().start());
            tick.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return finished("prelude");
    }

    /**
     * Plays the main phase to its end, the clock so many times as fast as the real one; it stands while the ingest catches
     * up.
     */
    public PlayReport play(double speed) {
        playUntil(simulation.config().end(), speed);
        return finished("main");
    }

    /** Goes on with benign traffic at real speed until closed. */
    public PlayReport linger() {
        playUntil(Instant.MAX, 1);
        return finished("linger");
    }

    /** What happened so far. */
    public PlayReport report() {
        return tally.report();
    }

    /** How much of the main phase is over, from 0 to 1. */
    public double progress() {
        Duration played = Duration.between(simulation.config().start(), clock.instant());
        double share = (double) played.toMillis() / simulation.config().length().toMillis();
        return Math.clamp(share, 0.0, 1.0);
    }

    /** Stops at once; what is under way is given up. */
    @Override
    public void close() {
        closed = true;
        lanes.close();
        client.close();
    }

    private void sendTogether(List<Delivery> step) throws InterruptedException {
        clock.advanceTo(step.getLast().at());
        for (int i = 0; i < step.size(); i++) {
            lanes.send("prelude-" + i % PRELUDE_LANES, step.get(i));
        }
        lanes.drain();
    }

    private void playUntil(Instant end, double speed) {
        clock.run(speed);
        try {
            while (!isStopped()) {
                Delivery next = pending == null ? deliveries.next() : pending;
                pending = next;
                if (!next.at().isBefore(end)) {
                    break;
                }
                if (!awaitClock(next.at())) {
                    return;
                }
                pending = null;
                lanes.send(next.sourceId(), next);
                if (lanes.waiting() > MOST_WAITING) {
                    clock.run(0);
                    lanes.drain();
                    clock.run(speed);
                }
            }
            awaitClock(end);
            lanes.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when the player was stopped before. */
    private boolean awaitClock(Instant time) {
        while (!isStopped()) {
            Duration left = clock.waitFor(time, LONGEST_PARK);
            if (left.isZero()) {
                return true;
            }
            LockSupport.parkNanos(left.toNanos());
        }
        return false;
    }

    private boolean isStopped() {
        return closed || Thread.currentThread().isInterrupted();
    }

    private PlayReport finished(String phase) {
        PlayReport report = tally.report();
        LOGGER.atInfo()
                .addKeyValue("phase", phase)
                .addKeyValue("accepted", report.accepted())
                .addKeyValue("failed", report.failed())
                .addKeyValue("rejectedItems", report.rejectedItems())
                .log("simulation phase played");
        return report;
    }
}
