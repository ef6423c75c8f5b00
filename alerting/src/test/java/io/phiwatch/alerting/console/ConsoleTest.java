package io.phiwatch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phiwatch.alerting.text.ReversedTextSeals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the console starts and stops, and what it says of itself. */
final class ConsoleTest {
    @TempDir
    private Path dataDir;

    private TestConsole console;

    @BeforeEach
    void start() {
        console = new TestConsole(dataDir);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void isReadyOnceItHasReadWhatWasThere() {
        assertThat(console.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(console.get("/health/ready").statusCode()).isEqualTo(503);

        console.model.markCaughtUp();

        assertThat(console.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(console.getAsAdmin("/metrics").body()).isEqualTo("phiwatch_up 1\n");
    }

    @Test
    void closesWhatItOpened() {
        assertThat(console.closeAndTell()).containsExactly("commands", "exceptions", "trail", "feed");
    }

    @Test
    void leavesNothingBehindWhereItsPortIsTaken() {
        // Given
        List<String> closed = new ArrayList<>();
        ConsoleConfig taken =
                ConsoleConfig.in(dataDir).withPort(console.console().port());
        Console.Parts parts = new Console.Parts(
                console.model,
                TestConsole.noCommands(closed),
                () -> closed.add("feed"),
                () -> Samples.NOW,
                () -> "",
                console.evidence.access(),
                new ReversedTextSeals(),
                TestConsole.exceptionLog(exception -> {}, closed),
                TestConsole.trail(event -> {}, closed),
                List::of);

        // Then
        assertThatThrownBy(() -> Console.start(taken, parts)).isInstanceOf(RuntimeException.class);
        assertThat(closed).containsExactly("commands", "exceptions", "trail", "feed");
    }
}
