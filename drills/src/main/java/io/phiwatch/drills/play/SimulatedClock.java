package io.phiwatch.drills.play;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that is stepped, or runs so many times as fast as another, and never passes that other one: a simulation may
 * catch up with the present but not outrun it. Frozen until told otherwise; never goes back. Thread-safe.
 */
public final class SimulatedClock implements InstantSource {
    private static final double NANOS_PER_SECOND = 1e9;

    private final InstantSource base;
    private Instant anchor;
    private Instant baseAnchor;
    private double speed;

    /**
     * @param start where it stands, frozen
     * @param base the real clock
     */
    public SimulatedClock(Instant start, InstantSource base) {
        this.base = base;
        baseAnchor = base.instant();
        if (start.isAfter(baseAnchor)) {
            throw new IllegalArgumentException("start: must not be in the future");
        }
        anchor = start;
    }

    @Override
    public synchronized Instant instant() {
        settle();
        return anchor;
    }

    /** What it never passes: the time of the clock it is based on. */
    public Instant ceiling() {
        return base.instant();
    }

    /** Goes forward to that time, at most to the ceiling; stays where it is when that time is past. */
    public synchronized void advanceTo(Instant time) {
        settle();
        Instant highest = ceiling();
        Instant target = time.isAfter(highest) ? highest : time;
        if (target.isAfter(anchor)) {
            anchor = target;
        }
    }

    /** From now on runs so many times as fast as the base; 0 freezes it. */
    public synchronized void run(double times) {
        if (!(times >= 0) || Double.isInfinite(times)) {
            throw new IllegalArgumentException("speed: must be >= 0");
        }
        settle();
        speed = times;
    }

    /** How long to wait by the base clock until this one shows that time, at most {@code longest}. */
    public synchronized Duration waitFor(Instant time, Duration longest) {
        settle();
        if (!time.isAfter(anchor)) {
            return Duration.ZERO;
        }
        Duration ahead = Duration.between(anchor, time);
        // in floating point, because the end of time is more nanoseconds away than a long holds
        double nanos = (ahead.getSeconds() * NANOS_PER_SECOND + ahead.getNano()) / speed;
        return nanos < longest.toNanos() ? Duration.ofNanos((long) nanos + 1) : longest;
    }

    /** Moves the anchor to now, so that a change of speed does not reach into the past. */
    private void settle() {
        Instant now = base.instant();
        Duration passed = Duration.between(baseAnchor, now);
        if (passed.isNegative()) {
            // the base went back: wait until it has caught up
            return;
        }
        Instant reached = anchor.plusNanos((long) (passed.toNanos() * speed));
        Instant bounded = reached.isAfter(now) ? now : reached;
        if (bounded.isAfter(anchor)) {
            anchor = bounded;
        }
        baseAnchor = now;
    }
}
