package io.phiwatch.ingest.pull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.List;

/**
 * An answer of an API.
 *
 * @param document its JSON; the missing node where it is none
 */
record Answered(int status, HttpHeaders headers, JsonNode document) {
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    boolean isGood() {
        return status >= OK && status < REDIRECT;
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    List<String> all(String name) {
        return headers.allValues(name);
    }

    /** Status, never content. */
    @Override
    public String toString() {
        return "Answered[status=" + status + "]";
    }
}
