package io.phiwatch.alerting.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sink does.
 *
 * @param isUp whether its last page was delivered, or refused for what it is; so before the first
 * @param lastCode what the sink said last
 * @param lastAt when that was
 */
public record SinkHealth(
        String sink,
        boolean isUp,
        @Nullable String lastCode,
        @Nullable Instant lastAt) {}
