package io.phiwatch.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SyslogFramesTest {
    private static final int MOST = 40;

    @Test
    void countsOctets() {
        assertThat(read("11 <13>one\ntwo6 <13>ab")).containsExactly("<13>one\ntwo", "<13>ab");
    }

    @Test
    void endsLinesAtLineFeeds() {
        assertThat(read("<13>one\n<13>two\r\n\n<13>three")).containsExactly("<13>one", "<13>two\r", "<13>three");
    }

    @Test
    void mixesBoth() {
        assertThat(read("<13>line\n7 <13>abc<14>line\n")).containsExactly("<13>line", "<13>abc", "<14>line");
    }

    @Test
    void takesALineThatBeginsWithANumberForALine() {
        assertThat(read("2026-01-01 no priority\n0 zero\n1234567890 long\n"))
                .containsExactly("2026-01-01 no priority", "0 zero", "1234567890 long");
    }

    @Test
    void skipsWhatIsTooLongAndReadsOn() {
        SyslogFrames frames = new SyslogFrames(MOST);

        List<String> read = read(frames, "100 " + "x".repeat(100) + "<13>" + "y".repeat(60) + "\n6 <13>ok", 7);

        assertThat(read).containsExactly("<13>ok");
        assertThat(frames.takeTooLong()).isEqualTo(2);
        assertThat(frames.takeTooLong()).isZero();
    }

    @Test
    void doesNotTakeHalfOfACountedMessage() {
        assertThat(read("20 <13>cut off")).isEmpty();
    }

    @Test
    void findsTheSameMessagesHoweverTheyArrive() {
        Random random = new Random(6587);
        for (int round = 0; round < 300; round++) {
            List<String> sent = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String message = "<13>" + "m".repeat(random.nextInt(MOST - 4)) + i % 10;
                sent.add(message);
                stream.append(random.nextBoolean() ? message.length() + " " + message : message + '\n');
            }
            assertThat(read(new SyslogFrames(MOST), stream.toString(), 1 + random.nextInt(30)))
                    .isEqualTo(sent);
        }
    }

    @Test
    void holdsNoMoreThanTheLimitWhateverComes() {
        Random random = new Random(3164);
        for (int round = 0; round < 500; round++) {
            SyslogFrames frames = new SyslogFrames(MOST);
            byte[] bytes = new byte[500];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // many digits, spaces and line feeds
                bytes[i] = random.nextInt(3) == 0 ? (byte) " 0123456789\n<".charAt(random.nextInt(13)) : bytes[i];
            }
            for (int at = 0; at < bytes.length; at += 50) {
                byte[] part = Arrays.copyOfRange(bytes, at, at + 50);
                assertThat(frames.read(part, part.length))
                        .allSatisfy(frame -> assertThat(frame.length).isLessThanOrEqualTo(MOST));
                assertThat(frames.held()).isLessThanOrEqualTo(MOST);
            }
            frames.end();
        }
    }

    private static List<String> read(String stream) {
        return read(new SyslogFrames(MOST), stream, stream.length());
    }

    private static List<String> read(SyslogFrames frames, String stream, int step) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<byte[]> read = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += step) {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            part.write(bytes, at, Math.min(step, bytes.length - at));
            read.addAll(frames.read(part.toByteArray(), part.size()));
        }
        frames.end().ifPresent(read::add);
        return read.stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }
}
