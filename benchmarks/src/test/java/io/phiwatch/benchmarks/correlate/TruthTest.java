package io.phiwatch.benchmarks.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.benchmarks.correlate.Correlation.Thresholds;
import io.phiwatch.benchmarks.correlate.Occurrence.Kind;
import io.phiwatch.benchmarks.correlate.Truth.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TruthTest {
    private static final Thresholds THRESHOLDS = new Thresholds(3, 2);
    private static final long MINUTE = 60_000;

    @Test
    void whatFollowsWithinTheTimespanIsOneEpisode() {
        Truth truth = Truth.of(reads(0, 1_000, 2_000, 3_000, MINUTE + 3_000), THRESHOLDS);

        assertThat(truth.judge(List.of(span(2_000, 3_000)))).isEqualTo(new Verdict(1, 1, 0, 0, 0));
    }

    @Test
    void eventsExactlyOneTimespanApartAreInOneWindow() {
        assertThat(Truth.of(reads(0, 1_000, MINUTE), THRESHOLDS)
                        .judge(List.of())
                        .truth())
                .isEqualTo(1);
        assertThat(Truth.of(reads(0, 1_000, MINUTE + 1), THRESHOLDS)
                        .judge(List.of())
                        .truth())
                .isZero();
    }

    @Test
    void missedWrongAndDoubledAlertsShow() {
        Truth truth = Truth.of(reads(0, 1_000, 2_000, 10 * MINUTE, 10 * MINUTE + 1, 10 * MINUTE + 2), THRESHOLDS);

        Verdict verdict = truth.judge(List.of(span(1_000, 1_000), span(2_000, 2_000), span(5 * MINUTE, 5 * MINUTE)));

        assertThat(verdict).isEqualTo(new Verdict(2, 1, 1, 1, 1));
        assertThat(verdict.isExact()).isFalse();
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<Occurrence> shuffled = reads(2_000, 0, 1_000);

        assertThat(Truth.of(shuffled, THRESHOLDS).judge(List.of()).truth()).isEqualTo(1);
    }

    @Test
    void anExportCountsAfterAFailedLoginOnly() {
        Occurrence failed = occurrence(0, 1_000, Kind.FAILED_LOGIN, "a");
        Occurrence before = occurrence(1, 500, Kind.EXPORT, "a");
        Occurrence after = occurrence(2, 1_000 + 5 * MINUTE, Kind.EXPORT, "a");
        Occurrence tooLate = occurrence(3, 1_001 + 5 * MINUTE, Kind.EXPORT, "a");

        assertThat(due(failed, after)).isEqualTo(1);
        assertThat(due(failed, before)).isZero();
        assertThat(due(failed, tooLate)).isZero();
    }

    private static int due(Occurrence... occurrences) {
        return Truth.of(List.of(occurrences), THRESHOLDS).judge(List.of()).truth();
    }

    private static Span span(long from, long to) {
        return new Span(Correlation.COUNT, "staff-1", from, to);
    }

    private static List<Occurrence> reads(long... times) {
        return IntStream.range(0, times.length)
                .mapToObj(i -> occurrence(i, times[i], Kind.READ, "same"))
                .toList();
    }

    private static Occurrence occurrence(int id, long time, Kind kind, String value) {
        return new Occurrence("e" + id, time, time, "staff-1", kind, value);
    }
}
