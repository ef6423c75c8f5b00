package io.phiwatch.ingest.http;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes what paging services call back with, at {@code POST /callbacks/{sink}}: they reach ingest's port, so that the
 * console need not face the internet. Thread-safe.
 */
public interface CallbackHandler {
    /** Nobody calls back. */
    CallbackHandler NONE = (sink, headers) -> Optional.empty();

    /**
     * What reads the body of a request; empty where no such sink calls back.
     *
     * @param headers in lower case
     */
    Optional<Reader> reader(String sink, Map<String, String> headers);

    /** Reads a body and says the status of the answer; empty where what it asks for could not be kept. */
    interface Reader {
        OptionalInt read(byte[] body);
    }
}
