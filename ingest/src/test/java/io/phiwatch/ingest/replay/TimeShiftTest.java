package io.phiwatch.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.phiwatch.ingest.adapter.Delivery;
import io.phiwatch.ingest.adapter.Source;
import io.phiwatch.schema.Environment;
import io.phiwatch.schema.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimeShiftTest {
    private static final Duration SHIFT = Duration.ofDays(-30);
    private static final byte[] BODY = "recorded".getBytes(StandardCharsets.UTF_8);
    private static final Source SOURCE = new Source(
            "web",
            "nginx",
            "acme",
            Environment.production,
            Surface.storefront,
            List.of("new-secret", "old-secret"),
            Duration.ofMinutes(10),
            Map.of());

    @Test
    void holdsWithAnySecretOfTheSource() {
        assertThat(shiftOf(BODY, TimeShift.headers(SHIFT, BODY, "new-secret"))).isEqualTo(SHIFT);
        assertThat(shiftOf(BODY, TimeShift.headers(SHIFT, BODY, "old-secret"))).isEqualTo(SHIFT);
    }

    @Test
    void isIgnoredWithoutTheSecret() {
        assertThat(shiftOf(BODY, TimeShift.headers(SHIFT, BODY, "guessed"))).isZero();
        assertThat(shiftOf(BODY, Map.of("X-Phiwatch-Time-Shift", "1000"))).isZero();
    }

    @Test
    void isIgnoredForAnotherBodyOrAnotherShift() {
        Map<String, String> headers = new HashMap<>(TimeShift.headers(SHIFT, BODY, "new-secret"));

        assertThat(shiftOf("other".getBytes(StandardCharsets.UTF_8), headers)).isZero();
        headers.put("X-Phiwatch-Time-Shift", "1000");
        assertThat(shiftOf(BODY, headers)).isZero();
    }

    @Test
    void asksForNothingWhereTimesStay() {
        assertThat(TimeShift.headers(Duration.ZERO, BODY, "new-secret")).isEmpty();
        assertThat(shiftOf(BODY, Map.of())).isZero();
    }

    private static Duration shiftOf(byte[] body, Map<String, String> headers) {
        return TimeShift.of(new Delivery(body, headers, Instant.EPOCH, "batch"), SOURCE);
    }
}
