package io.phiwatch.detector.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final long EVER = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void knowsOnlyWhatWasRecordedByThen() {
        // Given
        History history =
                History.NONE.with(version(100, EVER, NEVER, "asked")).with(version(200, EVER, NEVER, "given"));

        // When, Then
        assertThat(status(history, 50, 99)).isEqualTo("none");
        assertThat(status(history, 50, 100)).isEqualTo("asked");
        assertThat(status(history, 50, 199)).isEqualTo("asked");
        assertThat(status(history, 50, 200)).isEqualTo("given");
    }

    @Test
    void keepsTheEarlierVersionTrueUntilTheLaterOneHolds() {
        History history = History.NONE.with(version(1, 0, NEVER, "nurse")).with(version(2, 1_000, NEVER, "doctor"));

        assertThat(status(history, 999, 5)).isEqualTo("nurse");
        assertThat(status(history, 1_000, 5)).isEqualTo("doctor");
    }

    @Test
    void anEndLeavesNothingBehindItWhateverWasSaidBefore() {
        History history = History.NONE.with(version(1, EVER, NEVER, "open")).with(version(2, EVER, 500, "ended"));

        assertThat(history.at(new Moment(499, 9)).orElseThrow().isOverAt(499)).isFalse();
        assertThat(history.at(new Moment(500, 9)).orElseThrow().isOverAt(500)).isTrue();
        assertThat(history.at(new Moment(500, 1)).orElseThrow().isOverAt(500)).isFalse();
    }

    @Test
    void twoPeriodsOfOneRowAreBothKnown() {
        History history = History.NONE.with(version(1, 100, 200, "first")).with(version(2, 300, 400, "second"));

        assertThat(status(history, 150, 9)).isEqualTo("first");
        assertThat(history.at(new Moment(250, 9)).orElseThrow().isOverAt(250)).isTrue();
        assertThat(status(history, 350, 9)).isEqualTo("second");
    }

    @Test
    void repeatedLoadsTakeNoRoomAndKeepTheTimeOfTheFirst() {
        History history = History.NONE;
        for (int load = 1; load <= 1_000; load++) {
            history = history.with(version(load, EVER, NEVER, "same"));
        }

        assertThat(history.versions())
                .singleElement()
                .extracting(Version::recordedAt)
                .isEqualTo(1L);
    }

    @Test
    void isTheSameInAnyOrderOfRecords() {
        Version first = version(1, EVER, NEVER, "a");
        Version again = version(2, EVER, NEVER, "a");
        Version changed = version(3, EVER, NEVER, "b");
        Version back = version(4, EVER, NEVER, "a");

        History inOrder = History.NONE.with(first).with(again).with(changed).with(back);

        assertThat(History.NONE.with(back).with(changed).with(first).with(again))
                .isEqualTo(inOrder);
        assertThat(inOrder.versions()).containsExactly(back, changed, first);
    }

    @Test
    void forgetsTheOldestBeyondItsLimit() {
        History history = History.NONE;
        for (int load = 1; load <= History.MOST_VERSIONS + 1; load++) {
            history = history.with(version(load, EVER, NEVER, "v" + load));
        }

        assertThat(history.versions()).hasSize(History.MOST_VERSIONS);
        assertThat(history.versions().getLast().recordedAt()).isEqualTo(2);
    }

    private static String status(History history, long time, long knownAt) {
        return history.at(new Moment(time, knownAt))
                .map(version -> version.columns().get("status"))
                .orElse("none");
    }

    private static Version version(long recordedAt, long from, long until, String status) {
        return new Version(recordedAt, from, until, Map.of("status", status));
    }
}
