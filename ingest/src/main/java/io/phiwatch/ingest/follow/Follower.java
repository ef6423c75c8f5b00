package io.phiwatch.ingest.follow;

import io.phiwatch.ingest.adapter.EventIds;
import io.phiwatch.ingest.follow.OpenLog.Line;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of one path in order, whatever becomes of the file:
 *
 * <ul>
 *   <li>renamed and made anew (logrotate's {@code create}): the old file is read to its end, and a while longer, since
 *       its writer may still hold it; then the new one from its start
 *   <li>copied and cut (logrotate's {@code copytruncate}): read anew from its start
 *   <li>rotated while phiwatch was away: found again among the rotated files of the folder, and read on from there
 * </ul>
 *
 * Not thread-safe.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Follower.class);
    /** How long a file that was renamed is still read: its writer opens the new one when it is told to. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String sourceId;
    private final Path path;
    private final Positions positions;
    private final Taker taker;
    private final LongSupplier nanos;
    private boolean fromEnd;
    private @Nullable OpenLog log;
    private @Nullable Position position;
    private @Nullable Long replacedAt;
    private @Nullable Set<String> earlier;

    /** Takes lines; returns when they are safe, throws where they are not. */
    interface Taker {
        void take(String identity, List<Line> lines);
    }

    /**
     * A follower that has read nothing yet.
     *
     * @param fromEnd whether a file that no position is known of is read from its end on
     * @param nanos a clock for durations
     */
    Follower(String sourceId, Path path, boolean fromEnd, Positions positions, Taker taker, LongSupplier nanos) {
        this.sourceId = sourceId;
        this.path = path;
        this.fromEnd = fromEnd;
        this.positions = positions;
        this.taker = taker;
        this.nanos = nanos;
    }

    /**
     * Reads a batch of lines, or sees to rotation; false if there was nothing to do.
     *
     * @throws IOException if the file cannot be read
     * @throws RuntimeException what the taker throws; the lines come again at the next call
     */
    boolean poll() throws IOException {
        OpenLog open = log;
        Position at = position;
        if (open == null || at == null) {
            return openFirst();
        }
        if (open.isRewritten(at.offset())) {
            return reopen(open, at);
        }
        List<Line> lines = open.lines(at.offset());
        if (!lines.isEmpty()) {
            replacedAt = null;
            take(at, lines);
            return true;
        }
        return isReplaced(open) && finish(open, at);
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }

    private void take(Position at, List<Line> lines) {
        taker.take(at.identity(), lines);
        move(at.at(lines.getLast().end()));
    }

    private void move(Position to) {
        positions.save(sourceId, path, to);
        position = to;
    }

    private boolean openFirst() throws IOException {
        Optional<Position> saved = positions.find(sourceId, path);
        if (saved.isPresent()) {
            return resume(saved.get());
        }
        if (LogFiles.isCompressed(path)) {
            return false;
        }
        if (earlier == null) {
            earlier = rotatedBefore();
        }
        Optional<OpenLog> first = firstSince(earlier);
        if (first.isEmpty()) {
            // what appears later is new, and read whole
            fromEnd = false;
            return false;
        }
        begin(first.get(), "", fromEnd ? first.get().endOfLines() : 0);
        return true;
    }

    /** The rotated files that were there when the path was first looked at: nobody asked for those. */
    private Set<String> rotatedBefore() throws IOException {
        Set<String> keys = new HashSet<>();
        for (Path rotated : LogFiles.generations(path)) {
            if (!rotated.equals(path)) {
                Optional<OpenLog> opened = OpenLog.open(rotated);
                opened.ifPresent(one -> keys.add(keyOf(one)));
                close(opened);
            }
        }
        return keys;
    }

    /** Inodes are used again. */
    private static String keyOf(OpenLog file) {
        return file.fileKey() + file.head();
    }

    /** The oldest file that is new, which may have been rotated already. */
    private Optional<OpenLog> firstSince(Set<String> known) throws IOException {
        for (Path candidate : LogFiles.generations(path)) {
            Optional<OpenLog> opened = OpenLog.open(candidate);
            if (opened.isPresent() && !known.contains(keyOf(opened.get()))) {
                return opened;
            }
            close(opened);
        }
        return Optional.empty();
    }

    /** Finds the file that was read last, under whatever name it has now, or the copy that was made of it. */
    private boolean resume(Position saved) throws IOException {
        Optional<OpenLog> found = generation(saved, one -> one.fileKey().equals(saved.fileKey()));
        if (found.isEmpty()) {
            found = generation(saved, one -> true);
        }
        if (found.isPresent()) {
            log = found.get();
            position = saved;
            return true;
        }
        Optional<OpenLog> next = OpenLog.open(path);
        if (next.isEmpty()) {
            return false;
        }
        LOGGER.atWarn()
                .addKeyValue("sourceId", sourceId)
                .log("a followed file was cut or rotated away: what was not read of it by then is lost");
        begin(next.get(), saved.identity(), 0);
        return true;
    }

    private Optional<OpenLog> generation(Position saved, Predicate<OpenLog> isRight) throws IOException {
        for (Path candidate : LogFiles.generations(path).reversed()) {
            Optional<OpenLog> opened = OpenLog.open(candidate);
            boolean isIt = opened.filter(isRight)
                    .filter(one -> one.head().equals(saved.head()))
                    .filter(one -> !isCut(one, saved.offset()))
                    .isPresent();
            if (isIt) {
                return opened;
            }
            close(opened);
        }
        return Optional.empty();
    }

    private static boolean isCut(OpenLog candidate, long offset) {
        try {
            return candidate.isRewritten(offset);
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isReplaced(OpenLog open) throws IOException {
        try {
            return !OpenLog.keyOf(path).equals(open.fileKey());
        } catch (NoSuchFileException renamedOnly) {
            return false;
        }
    }

    /** Leaves a file that was renamed, once its writer has had time to leave it too. */
    private boolean finish(OpenLog open, Position at) throws IOException {
        long now = nanos.getAsLong();
        Long since = replacedAt;
        if (since == null) {
            replacedAt = now;
            return false;
        }
        if (now - since < GRACE.toNanos()) {
            return false;
        }
        Optional<OpenLog> next = successor(open);
        if (next.isEmpty()) {
            return false;
        }
        Optional<Line> rest = open.rest(at.offset());
        if (rest.isPresent()) {
            taker.take(at.identity(), List.of(rest.get()));
        }
        replacedAt = null;
        open.close();
        begin(next.get(), at.identity(), 0);
        return true;
    }

    /** The file that was written after this one: another rotated one, where there were several rotations. */
    private Optional<OpenLog> successor(OpenLog open) throws IOException {
        boolean isBehind = false;
        for (Path candidate : LogFiles.generations(path)) {
            Optional<OpenLog> next = OpenLog.open(candidate);
            if (isBehind && next.isPresent()) {
                return next;
            }
            isBehind |= next.filter(one -> one.fileKey().equals(open.fileKey())).isPresent();
            close(next);
        }
        // its name is unknown, or it was deleted
        return isBehind ? Optional.empty() : OpenLog.open(path);
    }

    /** What was copied before the cut is read from the copy. */
    private boolean reopen(OpenLog open, Position at) throws IOException {
        open.close();
        log = null;
        position = null;
        return resume(at);
    }

    /** Each file's identity hangs on the one before, so that no two are the same, whatever inode and first line say. */
    private void begin(OpenLog next, String before, long offset) {
        log = next;
        move(new Position(
                next.fileKey(),
                next.head(),
                EventIds.of(path.toString(), before, next.fileKey(), next.head()),
                offset));
    }

    private static void close(Optional<OpenLog> candidate) throws IOException {
        if (candidate.isPresent()) {
            candidate.get().close();
        }
    }
}
