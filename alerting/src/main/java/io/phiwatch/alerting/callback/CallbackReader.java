package io.phiwatch.alerting.callback;

import java.time.Instant;
import java.util.Map;

/** Knows how one service signs and says things. Thread-safe. */
public interface CallbackReader {
    /**
     * Judges a request.
     *
     * @param now the real time, by which the service signed
     */
    Reading read(Request request, Instant now);

    /**
     * A request as it came.
     *
     * @param headers in lower case
     */
    record Request(Map<String, String> headers, byte[] body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What a request turned out to be. */
    sealed interface Reading {}

    /** Not signed by the service, or so old that it may be a recorded one. */
    record Forged() implements Reading {}

    /** Authentic, and of no concern. */
    record Ignored() implements Reading {}

    /**
     * Somebody acknowledges.
     *
     * @param deliveryId the same where the service delivers it again
     * @param contact how the service knows the person
     */
    record Acknowledged(String deliveryId, String incidentId, String contact) implements Reading {}
}
