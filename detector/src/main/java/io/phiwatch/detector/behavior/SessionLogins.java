package io.phiwatch.detector.behavior;

import io.phiwatch.detector.codec.ByteReader;
import io.phiwatch.detector.codec.ByteWriter;
import io.phiwatch.detector.codec.Digests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When one actor logged in to which session. Several logins of a session are kept, so that an event which comes late meets
 * the login that was its latest. Immutable.
 *
 * @param known oldest first, at most {@value #MOST_KNOWN}, of one session at most {@value #MOST_OF_ONE}, and none that is
 *     {@link #REMEMBERED} older than the newest: of what is too much, the oldest goes
 */
public record SessionLogins(List<One> known) {
    /** Nobody logged in to any session. */
    public static final SessionLogins NONE = new SessionLogins(List.of());

    /** How long a login into a session is remembered. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private static final int MOST_KNOWN = 32;

    /** A session that is logged in to again and again must not push out the others. */
    private static final int MOST_OF_ONE = 4;

    private static final double MILLIS_PER_HOUR = 3_600_000;

    public SessionLogins {
        known = List.copyOf(known);
    }

    /**
     * A login into a session.
     *
     * @param session 64 bits of the digest of its id
     * @param time epoch milliseconds
     */
    record One(long session, long time) {}

    /**
     * The same with one more login.
     *
     * @param time epoch milliseconds
     */
    SessionLogins with(String sessionId, long time) {
        One login = new One(Digests.shortOf(sessionId), time);
        if (known.contains(login)) {
            return this;
        }
        List<One> all = new ArrayList<>(known);
        all.add(login);
        all.sort(Comparator.comparingLong(One::time));
        long oldest = all.getLast().time() - REMEMBERED.toMillis();
        all.removeIf(one -> one.time() < oldest);
        List<One> same =
                all.stream().filter(one -> one.session() == login.session()).toList();
        if (same.size() > MOST_OF_ONE) {
            all.remove(same.getFirst());
        }
        return new SessionLogins(all.size() > MOST_KNOWN ? all.subList(1, all.size()) : all);
    }

    /**
     * Hours from the latest login into the session at or before that time until then; null where none is known.
     *
     * @param time epoch milliseconds
     */
    public @Nullable Double ageHours(String sessionId, long time) {
        if (known.isEmpty()) {
            return null;
        }
        long session = Digests.shortOf(sessionId);
        for (One one : known.reversed()) {
            if (one.session() == session && one.time() <= time) {
                long age = time - one.time();
                return age > REMEMBERED.toMillis() ? null : Double.valueOf(age / MILLIS_PER_HOUR);
            }
        }
        return null;
    }

    void write(ByteWriter out) {
        out.writeVarLong(known.size());
        long before = 0;
        for (One one : known) {
            out.writeLong(one.session()).writeVarLong(one.time() - before);
            before = one.time();
        }
    }

    static SessionLogins read(ByteReader in) {
        int size = in.readVarInt();
        List<One> known = new ArrayList<>(size);
        long time = 0;
        for (int i = 0; i < size; i++) {
            long session = in.readLong();
            time += in.readVarLong();
            known.add(new One(session, time));
        }
        return new SessionLogins(known);
    }
}
