package io.phiwatch.ingest.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.ingest.follow.OpenLog.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private Path folder;

    private final List<String> read = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private boolean isBrokerAway;
    private long now;
    private Path log;
    private Follower follower;

    @BeforeEach
    void start() {
        log = folder.resolve("access.log");
        follower = follower(false);
    }

    @AfterEach
    void stop() throws IOException {
        follower.close();
    }

    @Test
    void readsLinesAsTheyAreWritten() throws IOException {
        append("one\ntwo\nthr");
        poll();
        append("ee\n");
        poll();

        assertThat(read).containsExactly("one", "two", "three");
    }

    @Test
    void readsARenamedFileToItsEndAndThenTheNewOne() throws IOException {
        // Given
        append("one\n");
        poll();

        // When
        Files.move(log, folder.resolve("access.log.1"));
        Files.writeString(folder.resolve("access.log.1"), "two\n", StandardOpenOption.APPEND);
        poll();
        append("four\n");
        poll();
        Files.writeString(folder.resolve("access.log.1"), "three\nlast", StandardOpenOption.APPEND);
        rest();
        append("five\n");
        rest();

        // Then
        assertThat(read).containsExactly("one", "two", "three", "last", "four", "five");
    }

    @Test
    void readsACopiedAndCutFileFromItsNewStart() throws IOException {
        // Given
        append("one\n");
        poll();
        append("two\n");

        // When
        Files.copy(log, folder.resolve("access.log.1"));
        Files.writeString(log, "");
        poll();
        append("three\nfour and more\n");
        rest();

        // Then
        assertThat(read).containsExactly("one", "two", "three", "four and more");
    }

    @Test
    void noticesACutFileThatGrewBeyondWhatWasRead() throws IOException {
        append("one\n");
        poll();
        Files.writeString(log, "anew, and longer\nthan it was\n");
        rest();

        assertThat(read).containsExactly("one", "anew, and longer", "than it was");
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws IOException {
        append("one\ntwo\n");
        poll();
        restart();
        append("three\n");
        poll();

        assertThat(read).containsExactly("one", "two", "three");
    }

    @Test
    void findsTheFileAgainThatWasRotatedWhileItWasAway() throws IOException {
        // Given
        append("one\n");
        poll();
        append("two\n");
        follower.close();

        // When
        rotateTo("access.log.2", 1);
        append("three\n");
        rotateTo("access.log.1", 2);
        append("four\n");
        Files.write(folder.resolve("access.log.3.gz"), new byte[] {0x1f, (byte) 0x8b, '\n'});
        follower = follower(false);
        rest();
        rest();
        rest();

        // Then
        assertThat(read).containsExactly("one", "two", "three", "four");
    }

    @Test
    void readsTheSameLinesUnderTheSameIdsWhenTheyWereNotKept() throws IOException {
        // Given
        append("one\n");
        poll();
        isBrokerAway = true;
        append("two\n");

        // When
        assertThatThrownBy(follower::poll).isInstanceOf(IllegalStateException.class);
        restart();
        append("three\n");
        assertThatThrownBy(this::poll).isInstanceOf(IllegalStateException.class);
        isBrokerAway = false;
        poll();

        // Then: each line was tried under one id only
        assertThat(read).containsExactly("one", "two", "three");
        assertThat(ids).hasSize(3);
    }

    @Test
    void givesEqualLinesOfEqualFilesIdsOfTheirOwn() throws IOException {
        append("same\n");
        poll();
        Files.move(log, folder.resolve("access.log.1"), StandardCopyOption.REPLACE_EXISTING);
        append("same\n");
        rest();
        Files.writeString(log, "");
        poll();
        append("same\n");
        rest();

        assertThat(read).containsExactly("same", "same", "same");
        assertThat(ids).hasSize(3);
    }

    @Test
    void beginsAtTheEndWhereToldSoButReadsWhatIsNewWhole() throws IOException {
        // Given
        append("old\nhalf");
        follower = follower(true);
        poll();

        // When
        append(" a line\nnew\n");
        poll();
        Files.move(log, folder.resolve("access.log.1"));
        append("whole\n");
        rest();

        // Then
        assertThat(read).containsExactly("half a line", "new", "whole");
    }

    @Test
    void readsWhatWasRotatedBeforeItCouldBeSeen() throws IOException {
        // Given
        Path before = Files.writeString(folder.resolve("access.log.1"), "from before\n");
        Files.setLastModifiedTime(before, FileTime.from(Instant.EPOCH));
        poll();

        // When
        append("one\n");
        rotateTo("access.log.2", 1);
        append("two\n");
        rest();
        rest();

        // Then
        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void cutsALineThatIsLongerThanABatch() throws IOException {
        append("x".repeat(OpenLog.BATCH_BYTES + 5) + "\nshort\n");
        poll();

        assertThat(read).extracting(String::length).containsExactly(OpenLog.BATCH_BYTES, 5, 5);
    }

    @Test
    void losesNoLineThroughRotationsCutsAndRestarts() throws IOException {
        Random random = new Random(11);
        List<String> written = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            String line = "line " + step;
            append(line + '\n');
            written.add(line);
            switch (random.nextInt(8)) {
                case 0 -> poll();
                case 1 -> restart();
                case 2 -> {
                    rest();
                    rotateTo("access.log." + (1_000 - step), step);
                    rest();
                }
                default -> now += SECOND / 4;
            }
        }
        for (int i = 0; i < 10; i++) {
            rest();
        }

        assertThat(read).isEqualTo(written);
        assertThat(ids).hasSameSizeAs(written);
    }

    @Test
    void findsFilesByPattern() throws IOException {
        for (String name : List.of("a.log", "b.log", "b.log.1", "c.log.gz", "d.txt")) {
            Files.writeString(folder.resolve(name), "x\n");
        }

        assertThat(LogFiles.matching(folder + "/*.log"))
                .containsExactly(folder.resolve("a.log"), folder.resolve("b.log"));
        assertThat(LogFiles.matching(folder + "/?.log*"))
                .containsExactly(folder.resolve("a.log"), folder.resolve("b.log"), folder.resolve("b.log.1"));
        assertThat(LogFiles.matching(folder + "/missing.log")).containsExactly(folder.resolve("missing.log"));
    }

    private Follower follower(boolean fromEnd) {
        return new Follower("web", log, fromEnd, Positions.open(folder.resolve("state")), this::take, () -> now);
    }

    private void take(String identity, List<Line> lines) {
        lines.forEach(line -> ids.add(identity + '@' + line.offset()));
        if (isBrokerAway) {
            throw new IllegalStateException("the broker is away");
        }
        lines.forEach(line -> read.add(new String(line.bytes(), StandardCharsets.UTF_8)));
    }

    private void restart() throws IOException {
        follower.close();
        follower = follower(false);
    }

    /** Reads all there is. */
    private void poll() throws IOException {
        for (int idle = 0; idle < 2; idle = follower.poll() ? 0 : idle + 1) {
            now += 1;
        }
    }

    /** Reads all there is, and waits as long as a renamed file is waited for. */
    private void rest() throws IOException {
        poll();
        now += 3 * SECOND;
        poll();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rotateTo(String name, int order) throws IOException {
        Path rotated = Files.move(log, folder.resolve(name));
        Files.setLastModifiedTime(
                rotated, FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(order)));
    }
}
