package io.phiwatch.ingest.follow;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.follow.OpenLog.Line;
import io.phiwatch.ingest.intake.Feed;
import io.phiwatch.ingest.intake.Feeds;
import io.phiwatch.ingest.intake.Intake;
import io.phiwatch.ingest.publish.BrokerUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the files of all sources, each path on a virtual thread of its own, as the sources are configured now. While
 * the broker is away nothing is read: the file is the queue. Thread-safe.
 */
public final class FileFollowing implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileFollowing.class);
    private static final long IDLE_MILLIS = 250;
    private static final long RETRY_MILLIS = 1_000;
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "text/plain");

    private final Feeds feeds;
    private final Intake intake;
    private final InstantSource clock;
    private final Positions positions;
    private final Set<Followed> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private record Followed(String sourceId, Path path) {}

    private FileFollowing(Feeds feeds, Intake intake, InstantSource clock, Positions positions) {
        this.feeds = feeds;
        this.intake = intake;
        this.clock = clock;
        this.positions = positions;
    }

    /** Starts to follow. */
    public static FileFollowing start(Feeds feeds, Intake intake, InstantSource clock, Positions positions) {
        FileFollowing following = new FileFollowing(feeds, intake, clock, positions);
        Thread.ofVirtual().name("follow-files").start(following::lookForFiles);
        return following;
    }

    @Override
    public void close() {
        stopped.countDown();
    }

    private void lookForFiles() {
        boolean isFirst = true;
        do {
            for (Feed feed : feeds.all()) {
                boolean fromEnd = isFirst && feed.inlet().filesFromEnd();
                for (Path path : pathsOf(feed)) {
                    Followed followed = new Followed(feed.source().id(), path);
                    if (running.add(followed)) {
                        Thread.ofVirtual().name("follow-file").start(() -> follow(followed, fromEnd));
                    }
                }
            }
            isFirst = false;
        } while (!isStoppedWithin(RETRY_MILLIS));
    }

    private Set<Path> pathsOf(Feed feed) {
        Set<Path> paths = new HashSet<>();
        for (String pattern : feed.inlet().files()) {
            try {
                paths.addAll(LogFiles.matching(pattern));
            } catch (IOException e) {
                failed(feed.source().id(), e);
            }
        }
        return paths;
    }

    private void follow(Followed followed, boolean fromEnd) {
        try (Follower follower = new Follower(
                followed.sourceId,
                followed.path,
                fromEnd,
                positions,
                (identity, lines) -> take(followed.sourceId, identity, lines),
                System::nanoTime)) {
            while (isConfigured(followed) && !isStoppedWithin(pause(followed, follower))) {
                LOGGER.atTrace().addKeyValue("sourceId", followed.sourceId).log("looked at a followed file");
            }
        } catch (IOException e) {
            failed(followed.sourceId, e);
        } finally {
            running.remove(followed);
        }
    }

    /** Reads once; how long to wait until the next time. */
    private long pause(Followed followed, Follower follower) {
        try {
            return follower.poll() ? 0 : IDLE_MILLIS;
        } catch (BrokerUnavailableException e) {
            return RETRY_MILLIS;
        } catch (IOException | RuntimeException e) {
            failed(followed.sourceId, e);
            return RETRY_MILLIS;
        }
    }

    private void take(String sourceId, String identity, List<Line> lines) {
        Feed feed =
                feeds.find(sourceId).orElseThrow(() -> new IllegalStateException("the source is configured no more"));
        List<Delivery> deliveries = lines.stream()
                .filter(line -> !isBlank(line.bytes()))
                .map(line -> new Delivery(line.bytes(), HEADERS, clock.instant(), identity + '@' + line.offset()))
                .toList();
        if (!deliveries.isEmpty()) {
            intake.take(feed, deliveries);
        }
    }

    private boolean isConfigured(Followed followed) {
        return feeds.find(followed.sourceId)
                .map(feed -> pathsOf(feed).contains(followed.path))
                .orElse(false);
    }

    private boolean isStoppedWithin(long millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static void failed(String sourceId, Exception e) {
        LOGGER.atWarn()
                .addKeyValue("sourceId", sourceId)
                .addKeyValue("error", e.getClass().getSimpleName())
                .log("a followed file could not be read; tried again");
    }
}
