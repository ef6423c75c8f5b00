package io.phiwatch.ingest.http;

import java.util.OptionalInt;

/** Why a delivery is turned away before it is read. */
enum Refusal {
    TOO_LARGE(413, "too large", 0),
    UNREADABLE(400, "not what its content encoding says", 0),
    TOO_SLOW(408, "too slow", 0),
    TOO_MANY(429, "too much at once, try again", 1),
    BROKER_AWAY(503, "try again later", 5);

    private final int status;
    private final String reason;
    private final int retryAfterSeconds;

    Refusal(int status, String reason, int retryAfterSeconds) {
        this.status = status;
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** When to come again; empty where that is of no use. */
    OptionalInt retryAfterSeconds() {
        return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
    }
}
